"""The words of the unit's workbook: they leave the program in a file, so they are not its ui's."""

WORDS = {
    "vi": {
        "title": "BÁO CÁO SỐ LIỆU THỰC HIỆN CAM KẾT THÁNG {month}",
        "unit": "Đơn vị báo cáo: {unit}",
        "window": "Số liệu từ ngày {first} đến hết ngày {last}",
        "deadline": "Hạn gửi: hết ngày {day}",
        "hint": "Chỉ nhập vào ô màu vàng. Ô trống là chưa có số liệu, không phải số 0.",
        "nothing": "không phát sinh",
        "wrong": "Chưa đúng",
        "from_0": "Nhập một số từ 0 trở lên.",
        "part": "Nhập một số từ 0 trở lên, không lớn hơn mẫu số: tử số là một phần của mẫu số.",
        "whole_of": "Nhập một số từ 0 trở lên, không nhỏ hơn tử số: tử số là một phần của mẫu số.",
        "milestone": "Nhập 1 nếu đã hoàn thành, 0 nếu chưa.",
        "rank": "Nhập thứ hạng: số nguyên từ 1 trở lên.",
        "number": "Nhập một số.",
        "between": "Nhập một số từ {min} đến {max}.",
        "at_least": "Nhập một số từ {min} trở lên.",
        "at_most": "Nhập một số không lớn hơn {max}.",
        "mark": "Nhập x nếu trong tháng không có trường hợp nào, và để trống các ô số.",
        "value_alone": "Chỉ nhập khi không có tử số và mẫu số. 90,53 % thì nhập 90,53.",
    },
    "en": {
        "title": "FIGURES ON COMMITMENTS FOR {month}",
        "unit": "Reporting unit: {unit}",
        "window": "Figures from {first} to {last}, both included",
        "deadline": "To be sent by the end of {day}",
        "hint": "Type into yellow cells only. An empty cell is a missing figure, not a 0.",
        "nothing": "nothing happened",
        "wrong": "Not right yet",
        "from_0": "Type a number from 0 up.",
        "part": "Type a number from 0 up to the denominator: the numerator is a part of it.",
        "whole_of": "Type a number not below the numerator: the numerator is a part of it.",
        "milestone": "Type 1 when it is done, 0 while it is not.",
        "rank": "Type the rank: a whole number from 1 up.",
        "number": "Type a number.",
        "between": "Type a number from {min} to {max}.",
        "at_least": "Type a number from {min} up.",
        "at_most": "Type a number up to {max}.",
        "mark": "Type x when there was no case in the month, and leave the numbers empty.",
        "value_alone": "Only where numerator and denominator are unknown. For 90.53 % type 90.53.",
    },
}
# One paragraph per number; lines are joined when it is read.
_GUIDES = {
    "vi": """
HƯỚNG DẪN

1. Chỉ nhập vào các ô màu vàng ở trang “Báo cáo”. Ô màu xám không áp dụng cho chỉ tiêu đó.

2. Chỉ tiêu tỷ lệ: nhập tử số và mẫu số, hệ thống tự tính. Chỉ nhập cột “Giá trị” khi nguồn không
cho tử số, mẫu số; 90,53 % thì nhập 90,53.

3. Cột “Không phát sinh”: nhập x khi trong kỳ không có trường hợp nào, và để trống các ô số. Không
phát sinh khác với số 0, và khác với ô trống.

4. Ô trống là chưa có số liệu và được tính là chưa báo cáo.

5. Số thập phân viết 1234,5 hoặc 1.234,5. Không viết 1.234 khi muốn nói 1,234: hệ thống sẽ hỏi
lại.

6. Kết quả khác thường thì giải thích ở cột “Ghi chú / giải trình”.

7. Có thể sắp xếp, lọc, thêm cột. Không sửa cột ẩn và trang ẩn: hệ thống nhận ra chỉ tiêu nhờ
chúng.

8. Gửi tệp ở trang “Nộp số liệu”. Hệ thống cho xem đã hiểu gì và còn sai ở ô nào, trước khi ghi
nhận.
""",
    "en": """
INSTRUCTIONS

1. Type into the yellow cells of the sheet “Báo cáo” (Report) only. Grey cells do not apply to
that indicator.

2. Ratios: type numerator and denominator; the quotient is worked out. Use “Value” only where the
source gives no counts; for 90.53 % type 90.53.

3. “Nothing happened”: type x when there was no case in the period, and leave the numbers empty.
It is not the same as 0, and not the same as an empty cell.

4. An empty cell is a missing figure and counts as not reported.

5. Decimals are typed 1234.5 or 1,234.5. Do not type 1.234 or 1,234 as text: it can be read in two
ways and will be asked about.

6. Explain what is unusual in “Note / explanation”.

7. You may sort, filter and add columns. Leave the hidden column and sheet alone: they say which
row is which.

8. Send the file on the page “Nộp số liệu” (Submit). It shows what was understood and which cells
are wrong before anything is kept.
""",
}
GUIDE_LINES = {
    language: [" ".join(part.split("\n")) for part in guide.strip().split("\n\n")]
    for language, guide in _GUIDES.items()
}
