"""All that knows Streamlit, Plotly, pandas or a language."""
