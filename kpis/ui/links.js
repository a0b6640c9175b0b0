// Follows links within the dashboard as its own menu does: the address changes, the script runs,
// nothing is loaded anew and the browser's "back" works. Without this script they are plain links.
// Says Streamlit's own words, which can't be set, in the language of the bar.
(() => {
  if (window.barWatched) return;
  window.barWatched = true;

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".stHtml a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || link.hasAttribute("download")) return;
    event.preventDefault();
    if (to.pathname === location.pathname && to.search === location.search) return;
    const elsewhere = to.pathname !== location.pathname || "top" in link.dataset;
    history.pushState({}, "", to);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    const page = document.querySelector('[data-testid="stMain"]');
    if (elsewhere && page) page.scrollTo(0, 0);
  });

  const NAMES = ["aria-label", "title"];
  const spoken = () => {
    const bar = document.querySelector("header.bar");
    if (!bar) return {};
    document.documentElement.lang = bar.dataset.language;
    return JSON.parse(bar.dataset.words);
  };
  const say = (root, words) => {
    for (const element of [root, ...root.querySelectorAll("[aria-label], [title]")])
      for (const name of NAMES) {
        const word = element.getAttribute(name);
        if (word in words) element.setAttribute(name, words[word]);
      }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const word = texts.currentNode.data;
      if (word in words && !texts.currentNode.parentElement.closest(".stHtml"))
        texts.currentNode.data = words[word];
    }
  };
  new MutationObserver((changes) => {
    const words = spoken();
    for (const { target, addedNodes } of changes) {
      if (target.nodeType === Node.ELEMENT_NODE && !addedNodes.length) say(target, words);
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) say(node, words);
    }
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: NAMES,
  });
  say(document.body, spoken());
})();
