<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="en">
<context>
    <name>Asking</name>
    <message>
        <source>Asking the population database</source>
        <translation>Đang tra cứu cơ sở dữ liệu dân cư</translation>
    </message>
    <message>
        <source>The population database knows nobody like this.</source>
        <translation>Cơ sở dữ liệu dân cư không có người như vậy.</translation>
    </message>
    <message>
        <source>The population database agrees with the card.</source>
        <translation>Cơ sở dữ liệu dân cư khớp với thẻ.</translation>
    </message>
    <message>
        <source>The population database differs from the card; see the fields marked ≠.</source>
        <translation>Cơ sở dữ liệu dân cư khác với thẻ; xem các trường có dấu ≠.</translation>
    </message>
</context>
<context>
    <name>BinDialog</name>
    <message>
        <source>Bin of the dossier</source>
        <translation>Thùng chứa trang của hồ sơ</translation>
    </message>
    <message>
        <source>Pages in the bin</source>
        <translation>Các trang trong thùng</translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>Thùng đang trống</translation>
    </message>
    <message>
        <source>Removed pages, blank pages and separators lie here until you need them.</source>
        <translation>Trang đã bỏ, trang trắng và tờ phân cách nằm ở đây cho đến khi cần lại.</translation>
    </message>
    <message>
        <source>Bring back to the dossier</source>
        <translation>Đưa lại vào hồ sơ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Nothing in the bin is deleted; choose pages and bring them back.</source>
        <translation>Không trang nào trong thùng bị xóa; hãy chọn trang để đưa lại vào hồ sơ.</translation>
    </message>
</context>
<context>
    <name>BlindScreen</name>
    <message>
        <source>Blank on the paper</source>
        <translation>Trên giấy để trống</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Không đọc được</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Không áp dụng</translation>
    </message>
    <message>
        <source>Leave this one for later</source>
        <translation>Để lại sau</translation>
    </message>
    <message>
        <source>Take answer {number}</source>
        <translation>Lấy giá trị {number}</translation>
    </message>
    <message>
        <source>Next tone on the syllable at the cursor</source>
        <translation>Đổi dấu thanh của tiếng tại con trỏ</translation>
    </message>
    <message>
        <source>Next hat, horn or bar on the syllable at the cursor</source>
        <translation>Đổi dấu mũ, móc, trăng hoặc gạch của tiếng tại con trỏ</translation>
    </message>
    <message>
        <source>The value you see</source>
        <translation>Giá trị nhìn thấy</translation>
    </message>
    <message>
        <source>No value waits to be keyed by you</source>
        <translation>Không có giá trị nào chờ bạn nhập</translation>
    </message>
    <message>
        <source>Fields that the office wants keyed twice appear here, one by one.</source>
        <translation>Các trường cơ quan yêu cầu nhập kiểm hai lần lần lượt hiện ở đây.</translation>
    </message>
    <message>
        <source>Accept (Enter)</source>
        <translation>Chấp nhận (Enter)</translation>
    </message>
    <message>
        <source>Two people keyed different values. Compare both with the image and decide.</source>
        <translation>Hai người nhập khác nhau. Hãy so cả hai với hình rồi quyết định.</translation>
    </message>
    <message>
        <source>Key what you see. Another person keys it too; neither sees the other&apos;s.</source>
        <translation>Hãy nhập đúng như nhìn thấy. Người khác cũng nhập trường này, không ai thấy giá trị của nhau.</translation>
    </message>
    <message>
        <source>{paper} · {left} left for you · {done} done</source>
        <translation>{paper} · còn {left} · đã nhập {done}</translation>
    </message>
    <message>
        <source>Where it stands on the page is not known.</source>
        <translation>Chưa rõ vị trí của trường này trên trang.</translation>
    </message>
    <message>
        <source>An empty line is no answer. Type the value, or say why there is none.</source>
        <translation>Dòng trống không phải là câu trả lời. Hãy gõ giá trị hoặc cho biết vì sao không có.</translation>
    </message>
    <message>
        <source>The other person keyed it differently; a third decides.</source>
        <translation>Người kia nhập khác; người thứ ba sẽ quyết định.</translation>
    </message>
</context>
<context>
    <name>ChangeModel</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Trường thông tin</translation>
    </message>
    <message>
        <source>Stored now</source>
        <translation>Đang lưu</translation>
    </message>
    <message>
        <source>By this definition</source>
        <translation>Theo định nghĩa này</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Ghi chú</translation>
    </message>
    <message>
        <source>Stays: a person decided it</source>
        <translation>Giữ nguyên: đã có người quyết định</translation>
    </message>
    <message>
        <source>Stays: the dossier was handed on</source>
        <translation>Giữ nguyên: hồ sơ đã chuyển đi</translation>
    </message>
    <message>
        <source>Will change</source>
        <translation>Sẽ đổi</translation>
    </message>
</context>
<context>
    <name>CheckingScreen</name>
    <message>
        <source>Choose files</source>
        <translation>Chọn tệp</translation>
    </message>
    <message>
        <source>The first {most} of {count} files are checked; give the rest afterwards.</source>
        <translation>Chỉ kiểm tra {most} tệp đầu trong {count} tệp; hãy đưa các tệp còn lại vào sau.</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>Đang kiểm tra {file}</translation>
    </message>
    <message>
        <source>Files checked</source>
        <translation>Tệp đã kiểm tra</translation>
    </message>
    <message>
        <source>Check a file</source>
        <translation>Kiểm tra tệp</translation>
    </message>
    <message>
        <source>The file&apos;s pages</source>
        <translation>Các trang của tệp</translation>
    </message>
    <message>
        <source>Drop a PDF here</source>
        <translation>Thả tệp PDF vào đây</translation>
    </message>
    <message>
        <source>Its signatures are checked on this machine alone: who signed, whether it is unchanged, and whether it is an archive file. With the list that was saved when the files were signed, a signature cut off is noticed too.</source>
        <translation>Chữ ký số được kiểm tra ngay trên máy này: ai ký, tệp có còn nguyên không, và có phải tệp lưu trữ không. Thả kèm danh sách đã lưu khi ký để phát hiện cả chữ ký bị cắt mất.</translation>
    </message>
    <message>
        <source>Compared with the list {file} of signed files ({count})</source>
        <translation>Đối chiếu với danh sách tệp đã ký {file} ({count} tệp)</translation>
    </message>
    <message>
        <source>PDF files and lists of signed files (*.pdf *.json)</source>
        <translation>Tệp PDF và danh sách tệp đã ký (*.pdf *.json)</translation>
    </message>
</context>
<context>
    <name>ClerkScreen</name>
    <message>
        <source>Taking in files</source>
        <translation>Đang tiếp nhận tệp</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Thêm tệp</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>Dán từ bộ nhớ tạm</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Reuse</source>
        <translation>Dùng lại</translation>
    </message>
    <message>
        <source>Do not reuse</source>
        <translation>Không dùng lại</translation>
    </message>
    <message>
        <source>Correct the kind of paper</source>
        <translation>Sửa loại giấy tờ</translation>
    </message>
    <message>
        <source>Read the unread pages</source>
        <translation>Đọc các trang chưa đọc</translation>
    </message>
    <message>
        <source>Hand over for verification</source>
        <translation>Chuyển kiểm tra</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Phiếu, giấy hẹn</translation>
    </message>
    <message>
        <source>Tell or ask</source>
        <translation>Báo, hỏi</translation>
    </message>
    <message>
        <source>Sign the copies</source>
        <translation>Ký bản sao</translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation>Tìm hồ sơ</translation>
    </message>
    <message>
        <source>Show the page large</source>
        <translation>Xem trang phóng to</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>Thùng trang</translation>
    </message>
    <message>
        <source>Crop the page</source>
        <translation>Cắt mép trang</translation>
    </message>
    <message>
        <source>No dossier is open</source>
        <translation>Chưa mở hồ sơ nào</translation>
    </message>
    <message>
        <source>Choose a dossier on the left or open a new one for the citizen.</source>
        <translation>Chọn một hồ sơ ở bên trái hoặc lập hồ sơ mới cho công dân.</translation>
    </message>
    <message>
        <source>My dossiers</source>
        <translation>Hồ sơ của tôi</translation>
    </message>
    <message>
        <source>You have not opened a dossier yet.</source>
        <translation>Chưa lập hồ sơ nào.</translation>
    </message>
    <message>
        <source>Sample dossier</source>
        <translation>Hồ sơ mẫu</translation>
    </message>
    <message>
        <source>{count} pages are saved; they are being read now.</source>
        <translation>Đã lưu {count} trang; máy đang đọc các trang này.</translation>
    </message>
    <message>
        <source>Reading dossier {code}</source>
        <translation>Đang đọc hồ sơ {code}</translation>
    </message>
    <message>
        <source>Pages that want a look: {count}. F8 goes there, Ctrl+F9 scans again.</source>
        <translation>Có {count} trang cần xem lại. Nhấn F8 để tới trang đó, Ctrl+F9 để quét lại.</translation>
    </message>
    <message>
        <source>Pages behind a separator of dossier {dossier} were put there.</source>
        <translation>Các trang sau tờ phân cách của hồ sơ {dossier} đã được đưa vào hồ sơ đó.</translation>
    </message>
    <message>
        <source>Papers (*.jpg *.jpeg *.png *.tif *.tiff *.pdf *.bmp *.webp *.heic *.zip *.eml)</source>
        <translation>Giấy tờ (*.jpg *.jpeg *.png *.tif *.tiff *.pdf *.bmp *.webp *.heic *.zip *.eml)</translation>
    </message>
    <message>
        <source>The sheets are in their dossiers; no sheet was lost.</source>
        <translation>Các tờ đã nằm trong hồ sơ của chúng; không mất tờ nào.</translation>
    </message>
    <message>
        <source>Stopped: {count} of the chosen files are not in dossier {code}.</source>
        <translation>Đã dừng: {count} tệp đã chọn chưa được đưa vào hồ sơ {code}.</translation>
    </message>
    <message>
        <source>There is no file and no picture on the clipboard.</source>
        <translation>Trong bộ nhớ tạm không có tệp hay ảnh nào.</translation>
    </message>
    <message>
        <source>The paper is reused; no page was added.</source>
        <translation>Đã dùng lại giấy tờ trong kho; không thêm trang nào.</translation>
    </message>
    <message>
        <source>The dossier was handed over for verification.</source>
        <translation>Hồ sơ đã được chuyển kiểm tra.</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Opening the records…</source>
        <translation>Đang mở kho dữ liệu…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Thử lại</translation>
    </message>
    <message>
        <source>Vietnamese cannot be typed here: the desktop asks for the input method {name}, which this program cannot speak. Set QT_IM_MODULE=ibus; fcitx5 understands it too (package fcitx5-module-ibus).</source>
        <translation>Chưa gõ được tiếng Việt: máy đang dùng bộ gõ {name} mà chương trình không hỗ trợ. Hãy đặt QT_IM_MODULE=ibus; fcitx5 cũng hiểu (gói fcitx5-module-ibus).</translation>
    </message>
    <message>
        <source>The program was stopped by a fault last time. Everything that was shown as saved is there; the log is in {folder}.</source>
        <translation>Lần trước chương trình bị dừng đột ngột. Mọi thứ đã báo là đã lưu vẫn còn; nhật ký nằm trong {folder}.</translation>
    </message>
    <message>
        <source>The records cannot be opened</source>
        <translation>Không mở được kho dữ liệu</translation>
    </message>
    <message>
        <source>Setting up the records</source>
        <translation>Đang lập kho hồ sơ</translation>
    </message>
    <message>
        <source>Remove the practice office</source>
        <translation>Gỡ bỏ văn phòng thực hành</translation>
    </message>
    <message>
        <source>Everything in the practice office is deleted: dossiers, results and its officers. Nothing brings it back. Records of a real office are never touched.</source>
        <translation>Mọi thứ trong văn phòng thực hành bị xóa: hồ sơ, kết quả và các cán bộ mẫu. Không lấy lại được. Dữ liệu của văn phòng thật không bao giờ bị đụng đến.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Gỡ bỏ</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Giữ lại</translation>
    </message>
    <message>
        <source>The office&apos;s server does not answer. What you type stays in the window; the program keeps trying.</source>
        <translation>Máy chủ của cơ quan không trả lời. Nội dung đang gõ vẫn còn trong cửa sổ; chương trình tiếp tục thử kết nối lại.</translation>
    </message>
    <message>
        <source>The office&apos;s server answers again.</source>
        <translation>Máy chủ của cơ quan đã trả lời.</translation>
    </message>
    <message>
        <source>The program met an error it did not foresee and will close. Everything that was shown as saved is safe; it starts again where you are, with what stands in the line. Please send this file to your administrator: {file}</source>
        <translation>Chương trình gặp lỗi không lường trước và sẽ đóng. Mọi thứ đã báo là đã lưu vẫn an toàn; khi mở lại, chương trình trở về đúng chỗ đang làm cùng nội dung đang gõ. Hãy gửi tệp này cho người quản trị: {file}</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Mở lại</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Unforeseen error</source>
        <translation>Lỗi ngoài dự kiến</translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message>
        <source>Receipt</source>
        <translation>Giấy tiếp nhận</translation>
    </message>
    <message>
        <source>Request to complete</source>
        <translation>Yêu cầu bổ sung</translation>
    </message>
    <message>
        <source>Refusal</source>
        <translation>Từ chối tiếp nhận</translation>
    </message>
    <message>
        <source>The pages are being read; then it is said whether all is there.</source>
        <translation>Đang đọc các trang; đọc xong sẽ báo hồ sơ đã đủ hay chưa.</translation>
    </message>
    <message>
        <source>Complete, and every page can be read. Give the receipt, then hand over.</source>
        <translation>Hồ sơ đủ thành phần, trang nào cũng đọc được. Giao giấy tiếp nhận, rồi chuyển kiểm tra.</translation>
    </message>
    <message>
        <source>Missing: {components}</source>
        <translation>Còn thiếu: {components}</translation>
    </message>
    <message>
        <source>Pages to scan again: {pages}</source>
        <translation>Trang cần quét lại: {pages}</translation>
    </message>
    <message>
        <source>Values a check refuses: {count}</source>
        <translation>Giá trị không hợp lệ: {count}</translation>
    </message>
    <message>
        <source>Papers of unknown kind: {count}</source>
        <translation>Giấy tờ chưa rõ loại: {count}</translation>
    </message>
</context>
<context>
    <name>CropDialog</name>
    <message>
        <source>Crop page {number}</source>
        <translation>Cắt mép trang {number}</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Cắt</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Trái</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Trên</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Phải</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Dưới</translation>
    </message>
    <message>
        <source>Cut off: {side}</source>
        <translation>Cắt bỏ phía: {side}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Draw what is to stay, or say how much to cut off each side.</source>
        <translation>Kéo chuột chọn phần giữ lại, hoặc nhập phần cắt bỏ ở mỗi phía.</translation>
    </message>
</context>
<context>
    <name>DashboardScreen</name>
    <message>
        <source>Save all tables for Excel</source>
        <translation>Lưu mọi bảng ra Excel</translation>
    </message>
    <message>
        <source>Save all tables as PDF</source>
        <translation>Lưu mọi bảng ra PDF</translation>
    </message>
    <message>
        <source>Reports made by themselves</source>
        <translation>Báo cáo định kỳ</translation>
    </message>
    <message>
        <source>Figures of the office</source>
        <translation>Số liệu của cơ quan</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Từ ngày</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Đến ngày</translation>
    </message>
    <message>
        <source>Work in progress</source>
        <translation>Hồ sơ đang xử lý</translation>
    </message>
    <message>
        <source>Indicators of the digitization group</source>
        <translation>Chỉ số nhóm số hóa (QĐ 766)</translation>
    </message>
    <message>
        <source>Decisions by person</source>
        <translation>Quyết định theo cán bộ</translation>
    </message>
    <message>
        <source>Reasons for returning</source>
        <translation>Lý do trả hồ sơ</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Bảng</translation>
    </message>
    <message>
        <source>Figures behind the charts</source>
        <translation>Số liệu sau biểu đồ</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Bảng số liệu</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Quá hạn</translation>
    </message>
    <message>
        <source>{count} · {seconds} s each</source>
        <translation>{count} · {seconds} giây mỗi lần</translation>
    </message>
    <message>
        <source>Nobody has decided anything yet</source>
        <translation>Chưa có quyết định nào</translation>
    </message>
    <message>
        <source>Nothing was returned</source>
        <translation>Chưa trả hồ sơ nào</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Sổ tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Figures of the office, {first} to {last}</source>
        <translation>Số liệu của cơ quan, từ {first} đến {last}</translation>
    </message>
    <message>
        <source>The tables are saved in {file}.</source>
        <translation>Các bảng đã lưu vào {file}.</translation>
    </message>
</context>
<context>
    <name>Describing</name>
    <message>
        <source>Paper of unknown type</source>
        <translation>Giấy tờ chưa rõ loại</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>Trang {number}</translation>
    </message>
    <message>
        <source>Paper {number} of {total} · {count} fields need a person</source>
        <translation>Giấy tờ {number}/{total} · {count} trường cần xem</translation>
    </message>
    <message>
        <source>Paper {number} of {total} · every field is settled</source>
        <translation>Giấy tờ {number}/{total} · đã xong mọi trường</translation>
    </message>
    <message>
        <source>about {errors} wrong values to be expected in the dossier</source>
        <translation>dự kiến còn khoảng {errors} giá trị sai trong hồ sơ</translation>
    </message>
    <message>
        <source>Today: {place}</source>
        <translation>Nay là: {place}</translation>
    </message>
    <message>
        <source>The commune is on no list as it is printed; the province today: {place}</source>
        <translation>Tên xã, phường trên giấy không có trong danh mục; tỉnh, thành phố hiện nay: {place}</translation>
    </message>
    <message>
        <source>Postponed by {officer} on {day}: {reason}</source>
        <translation>{officer} tạm gác ngày {day}: {reason}</translation>
    </message>
    <message>
        <source>Escalated by {officer} on {day}: {reason}</source>
        <translation>{officer} xin ý kiến ngày {day}: {reason}</translation>
    </message>
    <message>
        <source>Ctrl+Shift+W puts it back among those that wait.</source>
        <translation>Nhấn Ctrl+Shift+W để đưa hồ sơ về hàng chờ kiểm tra.</translation>
    </message>
    <message>
        <source>The type of this paper is unknown. Return the dossier (F9) to have it chosen.</source>
        <translation>Giấy tờ này chưa rõ loại. Hãy trả hồ sơ (F9) để cán bộ một cửa chọn loại.</translation>
    </message>
</context>
<context>
    <name>DesignPanes</name>
    <message>
        <source>No paper of this type is stored yet</source>
        <translation>Chưa lưu giấy tờ nào thuộc loại này</translation>
    </message>
    <message>
        <source>Take in and read a sample paper as a clerk; it appears here to design on.</source>
        <translation>Hãy tiếp nhận và đọc một giấy tờ mẫu ở quầy một cửa; giấy tờ sẽ hiện ở đây để thiết kế.</translation>
    </message>
    <message>
        <source>What the definition gives on stored papers</source>
        <translation>Giá trị theo định nghĩa trên các giấy tờ đã lưu</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>Xem trước thay đổi</translation>
    </message>
    <message>
        <source>What stored papers give</source>
        <translation>Kết quả trên các giấy tờ đã lưu</translation>
    </message>
    <message>
        <source>On every stored paper</source>
        <translation>Trên các giấy tờ đã lưu</translation>
    </message>
    <message>
        <source>Type of paper</source>
        <translation>Loại giấy tờ</translation>
    </message>
    <message>
        <source>Fields of the type</source>
        <translation>Các trường của loại giấy tờ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Tên loại</translation>
    </message>
    <message>
        <source>Printed titles (separate with ;)</source>
        <translation>Tiêu đề in trên giấy (cách nhau bằng ;)</translation>
    </message>
    <message>
        <source>Legal source</source>
        <translation>Căn cứ pháp lý</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Các trường thông tin</translation>
    </message>
    <message>
        <source>Document types</source>
        <translation>Loại giấy tờ</translation>
    </message>
</context>
<context>
    <name>DesignScreen</name>
    <message>
        <source>New type</source>
        <translation>Loại mới</translation>
    </message>
    <message>
        <source>Save the definition</source>
        <translation>Lưu định nghĩa</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>Xem trước thay đổi</translation>
    </message>
    <message>
        <source>Read everything stored again</source>
        <translation>Bóc tách lại</translation>
    </message>
    <message>
        <source>Add a field</source>
        <translation>Thêm trường</translation>
    </message>
    <message>
        <source>Remove the field</source>
        <translation>Bỏ trường</translation>
    </message>
    <message>
        <source>Field further up</source>
        <translation>Chuyển trường lên</translation>
    </message>
    <message>
        <source>Field further down</source>
        <translation>Chuyển trường xuống</translation>
    </message>
    <message>
        <source>Next sample page</source>
        <translation>Trang mẫu kế tiếp</translation>
    </message>
    <message>
        <source>Previous sample page</source>
        <translation>Trang mẫu trước</translation>
    </message>
    <message>
        <source>The changes to “{name}” were not saved.</source>
        <translation>Chưa lưu các thay đổi của «{name}».</translation>
    </message>
    <message>
        <source>New field</source>
        <translation>Trường mới</translation>
    </message>
    <message>
        <source>The definition does not hold at “{key}”: {problem}.</source>
        <translation>Định nghĩa chưa hợp lệ ở «{key}»: {problem}.</translation>
    </message>
    <message>
        <source>The nearest known word is “{word}”.</source>
        <translation>Từ gần nhất được biết là «{word}».</translation>
    </message>
    <message>
        <source>“{name}” is saved and in force. F9 shows what it would change.</source>
        <translation>Đã lưu và áp dụng «{name}». Nhấn F9 để xem trước thay đổi.</translation>
    </message>
    <message>
        <source>Comparing stored papers</source>
        <translation>Đang so các giấy tờ đã lưu</translation>
    </message>
    <message>
        <source>{papers} papers compared: {changed} values would change, {locked} stay.</source>
        <translation>Đã so {papers} giấy tờ: {changed} giá trị sẽ đổi, {locked} giữ nguyên.</translation>
    </message>
    <message>
        <source>Save the definition first (Ctrl+S); then everything is read again by it.</source>
        <translation>Hãy lưu định nghĩa trước (Ctrl+S), sau đó mới bóc tách lại theo định nghĩa.</translation>
    </message>
    <message>
        <source>Reading stored papers again</source>
        <translation>Đang bóc tách lại các giấy tờ đã lưu</translation>
    </message>
    <message>
        <source>{changed} values of {papers} papers were read again; {locked} stayed.</source>
        <translation>Đã bóc tách lại {changed} giá trị của {papers} giấy tờ; {locked} giá trị giữ nguyên.</translation>
    </message>
    <message>
        <source>Sample {number} of {total}, dossier {dossier}</source>
        <translation>Giấy tờ mẫu {number}/{total}, hồ sơ {dossier}</translation>
    </message>
    <message>
        <source>found on {found} of {total} papers</source>
        <translation>tìm thấy trên {found}/{total} giấy tờ</translation>
    </message>
</context>
<context>
    <name>DossierPane</name>
    <message>
        <source>Pages</source>
        <translation>Các trang</translation>
    </message>
    <message>
        <source>No page yet</source>
        <translation>Chưa có trang nào</translation>
    </message>
    <message>
        <source>Drop images, multi-page TIFF or PDF files here, or add files.</source>
        <translation>Kéo thả tệp ảnh, TIFF nhiều trang hoặc PDF vào đây, hoặc bấm Thêm tệp.</translation>
    </message>
    <message>
        <source>Check list of components</source>
        <translation>Danh mục thành phần hồ sơ</translation>
    </message>
    <message>
        <source>Papers found</source>
        <translation>Giấy tờ đã nhận</translation>
    </message>
    <message>
        <source>What needs a look</source>
        <translation>Điểm cần xem lại</translation>
    </message>
    <message>
        <source>Kind of paper</source>
        <translation>Loại giấy tờ</translation>
    </message>
    <message>
        <source>{code} · received {received} · result due {due}</source>
        <translation>{code} · tiếp nhận {received} · hẹn trả {due}</translation>
    </message>
    <message>
        <source>Returned by the supervisor: {reason}</source>
        <translation>Người kiểm tra trả lại: {reason}</translation>
    </message>
    <message>
        <source>Components: {missing} required still missing</source>
        <translation>Thành phần hồ sơ: còn thiếu {missing} giấy tờ bắt buộc</translation>
    </message>
    <message>
        <source>Components: all required are there</source>
        <translation>Thành phần hồ sơ: đã đủ giấy tờ bắt buộc</translation>
    </message>
    <message>
        <source>Papers found: {count}</source>
        <translation>Giấy tờ đã nhận: {count}</translation>
    </message>
    <message>
        <source>What needs a look: {count}</source>
        <translation>Điểm cần xem lại: {count}</translation>
    </message>
    <message>
        <source>Pages: {count}</source>
        <translation>Số trang: {count}</translation>
    </message>
</context>
<context>
    <name>EmptyDossierDialog</name>
    <message>
        <source>A dossier is still empty</source>
        <translation>Còn một hồ sơ trống</translation>
    </message>
    <message>
        <source>Dossier {code} of this procedure was opened at {time} today and holds nothing yet. Use it, so that no number is left without papers?</source>
        <translation>Hồ sơ {code} của thủ tục này đã được lập lúc {time} hôm nay và chưa có gì. Dùng hồ sơ đó để không mã nào bị bỏ trống?</translation>
    </message>
    <message>
        <source>Use that dossier</source>
        <translation>Dùng hồ sơ đó</translation>
    </message>
    <message>
        <source>Open another dossier</source>
        <translation>Lập hồ sơ khác</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>Ending</name>
    <message>
        <source>{code} is verified.</source>
        <translation>Hồ sơ {code} đã kiểm tra xong.</translation>
    </message>
    <message>
        <source>{code} went back to the clerk.</source>
        <translation>Hồ sơ {code} đã trả về cho cán bộ một cửa.</translation>
    </message>
    <message>
        <source>{code} is postponed; it stands among the postponed dossiers.</source>
        <translation>Đã tạm gác {code}; hồ sơ nằm trong danh sách tạm gác.</translation>
    </message>
    <message>
        <source>{code} is escalated; another supervisor sees it with your reason.</source>
        <translation>Đã xin ý kiến về {code}; người kiểm tra khác sẽ thấy hồ sơ cùng lý do của bạn.</translation>
    </message>
</context>
<context>
    <name>ExchangeScreen</name>
    <message>
        <source>Send again what is chosen</source>
        <translation>Gửi lại các tin đang chọn</translation>
    </message>
    <message>
        <source>Send again all that was set aside</source>
        <translation>Gửi lại mọi tin để riêng</translation>
    </message>
    <message>
        <source>Drop with a reason</source>
        <translation>Bỏ tin kèm lý do</translation>
    </message>
    <message>
        <source>Check the neighbour</source>
        <translation>Kiểm tra kết nối</translation>
    </message>
    <message>
        <source>Settings of the neighbour</source>
        <translation>Cấu hình hệ thống này</translation>
    </message>
    <message>
        <source>New neighbour</source>
        <translation>Thêm hệ thống</translation>
    </message>
    <message>
        <source>Set up neighbours from a file</source>
        <translation>Nạp cấu hình liên thông từ tệp</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Liên thông</translation>
    </message>
    <message>
        <source>Why the message is dropped</source>
        <translation>Lý do bỏ tin</translation>
    </message>
    <message>
        <source>Which messages</source>
        <translation>Xem tin nào</translation>
    </message>
    <message>
        <source>Set aside and waiting</source>
        <translation>Để riêng và đang chờ</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Để riêng</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Đã gửi</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Đã bỏ</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Tin gửi đi</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Neighbour</source>
        <translation>Nơi nhận</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại tin</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Số lần gửi</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Ghi lúc</translation>
    </message>
    <message>
        <source>Reason or receipt</source>
        <translation>Lý do hoặc số tiếp nhận</translation>
    </message>
    <message>
        <source>the last attempt</source>
        <translation>lần thử gần nhất</translation>
    </message>
    <message>
        <source>No neighbour is set up. Set one up here, or all from a file.</source>
        <translation>Chưa kết nối với hệ thống nào. Hãy thêm ở đây, hoặc nạp tất cả từ tệp.</translation>
    </message>
    <message>
        <source>All neighbours</source>
        <translation>Tất cả nơi nhận</translation>
    </message>
    <message>
        <source>Last answered {at}</source>
        <translation>Trả lời lần cuối {at}</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Đã tắt</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>Không liên lạc được</translation>
    </message>
    <message>
        <source>Not tried yet</source>
        <translation>Chưa thử</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>Tốt</translation>
    </message>
    <message>
        <source>{waiting} waiting, {dead} set aside</source>
        <translation>{waiting} chờ, {dead} để riêng</translation>
    </message>
    <message>
        <source>Dossier&apos;s state</source>
        <translation>Trạng thái hồ sơ</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Notice to the citizen</source>
        <translation>Báo cho người dân</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Yêu cầu</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Đang chờ</translation>
    </message>
    <message>
        <source>{count} messages will be sent again.</source>
        <translation>{count} tin sẽ được gửi lại.</translation>
    </message>
    <message>
        <source>Please say why the message is dropped.</source>
        <translation>Hãy ghi lý do bỏ tin.</translation>
    </message>
    <message>
        <source>The message is dropped and will not be sent.</source>
        <translation>Đã bỏ tin; tin này sẽ không được gửi.</translation>
    </message>
    <message>
        <source>{neighbour} answers as it should.</source>
        <translation>{neighbour} trả lời bình thường.</translation>
    </message>
    <message>
        <source>Checking {neighbour}</source>
        <translation>Đang kiểm tra {neighbour}</translation>
    </message>
    <message>
        <source>{name} is set up.</source>
        <translation>Đã lưu cấu hình {name}.</translation>
    </message>
    <message>
        <source>Settings of neighbours (*.toml)</source>
        <translation>Cấu hình liên thông (*.toml)</translation>
    </message>
    <message>
        <source>{count} neighbours are set up.</source>
        <translation>Đã nạp cấu hình của {count} nơi.</translation>
    </message>
</context>
<context>
    <name>FieldPart</name>
    <message>
        <source>Must be &amp;there</source>
        <translation>&amp;Bắt buộc có</translation>
    </message>
    <message>
        <source>Not compared with the &amp;original form</source>
        <translation>&amp;Chưa đối chiếu mẫu gốc</translation>
    </message>
    <message>
        <source>Take the zone away</source>
        <translation>Bỏ vùng đã vẽ</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Chữ</translation>
    </message>
    <message>
        <source>Person&apos;s name</source>
        <translation>Họ tên người</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Ngày</translation>
    </message>
    <message>
        <source>Year or date</source>
        <translation>Năm hoặc ngày</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Giới tính</translation>
    </message>
    <message>
        <source>Personal number (12 digits)</source>
        <translation>Số định danh cá nhân (12 số)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Số tiền</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>Số điện thoại</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Nationality</source>
        <translation>Quốc tịch</translation>
    </message>
    <message>
        <source>Ethnicity</source>
        <translation>Dân tộc</translation>
    </message>
    <message>
        <source>Number and notation, code</source>
        <translation>Số, ký hiệu, mã</translation>
    </message>
    <message>
        <source>Area in square metres</source>
        <translation>Diện tích (m²)</translation>
    </message>
    <message>
        <source>Right of its label</source>
        <translation>Bên phải nhãn</translation>
    </message>
    <message>
        <source>Below its label</source>
        <translation>Dưới nhãn</translation>
    </message>
    <message>
        <source>Between its label and the next</source>
        <translation>Giữa nhãn này và nhãn sau</translation>
    </message>
    <message>
        <source>A line that matches a pattern</source>
        <translation>Một dòng khớp với mẫu</translation>
    </message>
    <message>
        <source>Rows of a table</source>
        <translation>Các dòng của bảng</translation>
    </message>
    <message>
        <source>In a drawn zone</source>
        <translation>Trong vùng đã vẽ</translation>
    </message>
    <message>
        <source>No personal data</source>
        <translation>Không phải dữ liệu cá nhân</translation>
    </message>
    <message>
        <source>Basic personal data</source>
        <translation>Dữ liệu cá nhân cơ bản</translation>
    </message>
    <message>
        <source>Sensitive personal data</source>
        <translation>Dữ liệu cá nhân nhạy cảm</translation>
    </message>
    <message>
        <source>&amp;Name of the field</source>
        <translation>&amp;Tên trường</translation>
    </message>
    <message>
        <source>Printed &amp;labels, one wording a line</source>
        <translation>&amp;Nhãn in trên giấy, mỗi dòng một cách ghi</translation>
    </message>
    <message>
        <source>&amp;Kind of value</source>
        <translation>&amp;Kiểu giá trị</translation>
    </message>
    <message>
        <source>&amp;Where the value stands</source>
        <translation>Vị trí của &amp;giá trị</translation>
    </message>
    <message>
        <source>Lines the value &amp;may run over</source>
        <translation>&amp;Số dòng tối đa của giá trị</translation>
    </message>
    <message>
        <source>Below the &amp;heading (only there)</source>
        <translation>Chỉ ở dưới &amp;đề mục</translation>
    </message>
    <message>
        <source>Ends &amp;before these words (separate with ;)</source>
        <translation>Dừng trước các &amp;chữ (cách nhau bằng ;)</translation>
    </message>
    <message>
        <source>&amp;Pattern (without marks)</source>
        <translation>&amp;Mẫu chữ (không dấu)</translation>
    </message>
    <message>
        <source>&amp;Checks (separate with ;)</source>
        <translation>&amp;Kiểm tra (cách nhau bằng ;)</translation>
    </message>
    <message>
        <source>Class of personal &amp;data</source>
        <translation>&amp;Loại dữ liệu cá nhân</translation>
    </message>
    <message>
        <source>Code of the field in &amp;exports</source>
        <translation>Mã trường khi &amp;xuất dữ liệu</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Trường thông tin</translation>
    </message>
    <message>
        <source>Click a label on the page to take its words; draw a box to read what stands in it. With Shift the box goes with the label.</source>
        <translation>Bấm vào nhãn trên trang để lấy chữ của nhãn; kéo một khung để đọc những gì nằm trong khung. Giữ Shift thì khung đi theo nhãn.</translation>
    </message>
    <message>
        <source>A zone beside “{words}”.</source>
        <translation>Vùng cạnh nhãn «{words}».</translation>
    </message>
    <message>
        <source>A zone of page {number}.</source>
        <translation>Một vùng của trang {number}.</translation>
    </message>
</context>
<context>
    <name>FieldRowView</name>
    <message>
        <source>Keep mine (Enter)</source>
        <translation>Giữ của tôi (Enter)</translation>
    </message>
    <message>
        <source>Take theirs (Esc)</source>
        <translation>Lấy của họ (Esc)</translation>
    </message>
    <message>
        <source>Somebody else has saved “{theirs}” meanwhile. Yours is “{mine}”.</source>
        <translation>Người khác vừa lưu “{theirs}”. Giá trị của anh/chị là “{mine}”.</translation>
    </message>
    <message>
        <source>Copied; Enter accepts it</source>
        <translation>Đã chép; nhấn Enter để chấp nhận</translation>
    </message>
</context>
<context>
    <name>FieldsPane</name>
    <message>
        <source>Fields</source>
        <translation>Các trường thông tin</translation>
    </message>
    <message>
        <source>No field is shown</source>
        <translation>Chưa mở hồ sơ nào</translation>
    </message>
    <message>
        <source>Choose a dossier on the left to check its fields.</source>
        <translation>Chọn một hồ sơ ở bên trái để kiểm tra các trường thông tin.</translation>
    </message>
</context>
<context>
    <name>Filling</name>
    <message>
        <source>Copied from the paper before: {count}. Look at each, then Enter accepts.</source>
        <translation>Đã chép từ giấy tờ trước: {count}. Hãy xem từng trường, nhấn Enter để chấp nhận.</translation>
    </message>
    <message>
        <source>You have not worked on another paper of this type that says it.</source>
        <translation>Bạn chưa xử lý giấy tờ nào cùng loại có trường này.</translation>
    </message>
    <message>
        <source>There is nothing to undo in this field.</source>
        <translation>Trường này không có gì để hoàn tác.</translation>
    </message>
</context>
<context>
    <name>FirstStartScreen</name>
    <message>
        <source>Practice office</source>
        <translation>Văn phòng thực hành</translation>
    </message>
    <message>
        <source>Three officers and sample dossiers of invented people, everything marked as a specimen.</source>
        <translation>Ba cán bộ và các hồ sơ mẫu của những người không có thật; mọi thứ đều mang dấu MẪU.</translation>
    </message>
    <message>
        <source>Set up a new office</source>
        <translation>Lập văn phòng mới</translation>
    </message>
    <message>
        <source>The first administrator chooses a password and then adds the officers.</source>
        <translation>Người quản trị đầu tiên đặt mật khẩu, sau đó thêm các cán bộ.</translation>
    </message>
    <message>
        <source>Bring the records back from a backup</source>
        <translation>Khôi phục kho hồ sơ từ bản sao lưu</translation>
    </message>
    <message>
        <source>After the loss of a machine, or to move to another one: the folder of the backup and the recovery sheet are needed.</source>
        <translation>Khi máy hỏng hoặc chuyển sang máy khác: cần thư mục sao lưu và phiếu khôi phục.</translation>
    </message>
    <message>
        <source>Digitization workstation</source>
        <translation>Trạm số hóa hồ sơ</translation>
    </message>
    <message>
        <source>There is no data on this machine yet. How would you like to begin?</source>
        <translation>Máy này chưa có dữ liệu. Hãy chọn cách bắt đầu.</translation>
    </message>
    <message>
        <source>People&apos;s Committee of … Commune</source>
        <translation>Ủy ban nhân dân xã …</translation>
    </message>
    <message>
        <source>&amp;Name of the office</source>
        <translation>Tên &amp;cơ quan</translation>
    </message>
    <message>
        <source>&amp;Place printed before dates</source>
        <translation>Địa &amp;danh ghi trước ngày tháng</translation>
    </message>
    <message>
        <source>&amp;Your full name</source>
        <translation>&amp;Họ và tên người quản trị</translation>
    </message>
    <message>
        <source>&amp;Login name</source>
        <translation>&amp;Tên đăng nhập</translation>
    </message>
    <message>
        <source>Pass&amp;word (at least 8 characters)</source>
        <translation>&amp;Mật khẩu (ít nhất 8 ký tự)</translation>
    </message>
    <message>
        <source>Password &amp;again</source>
        <translation>&amp;Nhập lại mật khẩu</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Set up the office</source>
        <translation>Lập văn phòng</translation>
    </message>
    <message>
        <source>Please fill in the name of the office, your name and a login name.</source>
        <translation>Hãy điền tên cơ quan, họ tên và tên đăng nhập.</translation>
    </message>
    <message>
        <source>The password needs at least 8 characters.</source>
        <translation>Mật khẩu cần ít nhất 8 ký tự.</translation>
    </message>
    <message>
        <source>The two passwords differ. Please type them again.</source>
        <translation>Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại.</translation>
    </message>
</context>
<context>
    <name>FirstStepsScreen</name>
    <message>
        <source>First steps</source>
        <translation>Các bước đầu tiên</translation>
    </message>
    <message>
        <source>Do this step</source>
        <translation>Làm bước này</translation>
    </message>
    <message>
        <source>First steps of the office</source>
        <translation>Các bước đầu tiên của cơ quan</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) left to do.</source>
        <translation>
            <numerusform>Còn %n bước phải làm.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is set up.</source>
        <translation>Mọi thứ đã sẵn sàng.</translation>
    </message>
    <message>
        <source>Being looked at…</source>
        <translation>Đang xem…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Đã xong</translation>
    </message>
    <message>
        <source>When you like</source>
        <translation>Khi cần</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Cần làm</translation>
    </message>
    <message>
        <source>Plugged in: {tokens}</source>
        <translation>Đang cắm: {tokens}</translation>
    </message>
    <message>
        <source>Keeping the details</source>
        <translation>Đang lưu thông tin cơ quan</translation>
    </message>
    <message>
        <source>The office&apos;s details are kept. They are in force from the next start on.</source>
        <translation>Đã lưu thông tin cơ quan. Thông tin có hiệu lực từ lần mở chương trình tiếp theo.</translation>
    </message>
    <message>
        <source>Choose a root certificate</source>
        <translation>Chọn chứng thư gốc</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Chứng thư (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>Setting up the practice office</source>
        <translation>Đang lập văn phòng thực hành</translation>
    </message>
    <message>
        <source>The practice office&apos;s window could not be started.</source>
        <translation>Không mở được cửa sổ của văn phòng thực hành.</translation>
    </message>
</context>
<context>
    <name>FolderScreen</name>
    <message>
        <source>Watching {folder}…</source>
        <translation>Đang theo dõi {folder}…</translation>
    </message>
    <message>
        <source>Stopped. What was taken in is kept.</source>
        <translation>Đã dừng. Phần đã nhận được giữ lại.</translation>
    </message>
    <message>
        <source>Watch the folder</source>
        <translation>Theo dõi thư mục</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Dừng theo dõi</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Chọn thư mục khác</translation>
    </message>
    <message>
        <source>Try the file again</source>
        <translation>Thử nhận lại tệp</translation>
    </message>
    <message>
        <source>Show its dossier</source>
        <translation>Xem hồ sơ của tệp</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Files of the folder</source>
        <translation>Các tệp của thư mục</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Thư mục</translation>
    </message>
    <message>
        <source>Each file opens a dossier &amp;for</source>
        <translation>Mỗi tệp lập một hồ &amp;sơ</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>Thư mục theo dõi</translation>
    </message>
    <message>
        <source>Machines that push over SMB or FTP put their files here. A file is taken in when it is whole, and removed only when it is safe in the records.</source>
        <translation>Máy đa chức năng gửi tệp vào đây qua SMB hoặc FTP. Tệp được nhận khi đã ghi xong, và chỉ được gỡ đi khi đã nằm an toàn trong kho.</translation>
    </message>
    <message>
        <source>Nothing is watched yet.</source>
        <translation>Chưa theo dõi thư mục nào.</translation>
    </message>
    <message>
        <source>The folder cannot be reached. The program goes on trying.</source>
        <translation>Không vào được thư mục. Chương trình vẫn tiếp tục thử.</translation>
    </message>
    <message>
        <source>{taken} taken in, {waiting} wait, {aside} set aside.</source>
        <translation>{taken} tệp đã nhận, {waiting} tệp đang chờ, {aside} tệp để riêng.</translation>
    </message>
    <message>
        <source>Reading dossier {code}</source>
        <translation>Đang đọc hồ sơ {code}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Số trang</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Lúc</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Đang chờ</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Để riêng</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>Đã nhận</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Chọn thư mục</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>One-stop forms</source>
        <translation>Phiếu một cửa</translation>
    </message>
    <message>
        <source>Form No. {number} was issued at {time}.</source>
        <translation>Phiếu số {number} đã cấp lúc {time}.</translation>
    </message>
    <message>
        <source>Which form</source>
        <translation>Loại phiếu</translation>
    </message>
    <message>
        <source>Forms issued before</source>
        <translation>Phiếu đã cấp</translation>
    </message>
    <message>
        <source>Preview of the form</source>
        <translation>Xem trước phiếu</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;In</translation>
    </message>
    <message>
        <source>&amp;Save the PDF as</source>
        <translation>&amp;Lưu tệp PDF</translation>
    </message>
    <message>
        <source>Issue and si&amp;gn…</source>
        <translation>Lập và &amp;ký số…</translation>
    </message>
    <message>
        <source>&amp;Issue the form</source>
        <translation>&amp;Cấp phiếu</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Handbook</source>
        <translation>Sổ tay</translation>
    </message>
    <message>
        <source>Find in the handbook</source>
        <translation>Tìm trong sổ tay</translation>
    </message>
    <message>
        <source>Parts of the handbook</source>
        <translation>Các phần của sổ tay</translation>
    </message>
    <message>
        <source>Page of the handbook</source>
        <translation>Trang sổ tay</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>InboxScreen</name>
    <message>
        <source>Open it as a dossier</source>
        <translation>Lập hồ sơ</translation>
    </message>
    <message>
        <source>Save its files…</source>
        <translation>Lưu các tệp…</translation>
    </message>
    <message>
        <source>Fetch what is new</source>
        <translation>Lấy về ngay</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Hồ sơ đến</translation>
    </message>
    <message>
        <source>Nothing has come in</source>
        <translation>Chưa có gì đến</translation>
    </message>
    <message>
        <source>Dossiers filed online and replies of other agencies appear here.</source>
        <translation>Hồ sơ nộp trực tuyến và trả lời của cơ quan khác hiện ở đây.</translation>
    </message>
    <message>
        <source>Reply to a request</source>
        <translation>Trả lời yêu cầu</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Trả lời</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Văn bản</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Trực tuyến</translation>
    </message>
    <message>
        <source>Kept beside</source>
        <translation>Giữ cạnh hồ sơ</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Từ</translation>
    </message>
    <message>
        <source>Received at</source>
        <translation>Nhận lúc</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Nội dung</translation>
    </message>
    <message>
        <source>Kept beside dossier</source>
        <translation>Giữ cạnh hồ sơ</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>Cơ quan</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Code there</source>
        <translation>Mã nơi gửi</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Personal number</source>
        <translation>Số định danh</translation>
    </message>
    <message>
        <source>Filed at</source>
        <translation>Nộp lúc</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Opening what was received</source>
        <translation>Đang lập hồ sơ</translation>
    </message>
    <message>
        <source>Dossier {dossier} was verified before; what came is kept beside it.</source>
        <translation>Hồ sơ {dossier} đã được kiểm tra; nội dung trả lời được giữ cạnh hồ sơ.</translation>
    </message>
    <message>
        <source>Dossier {dossier} holds {count} pages; read them at the intake seat.</source>
        <translation>Hồ sơ {dossier} có {count} trang; hãy đọc ở mục tiếp nhận.</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>Thư mục để lưu các tệp</translation>
    </message>
    <message>
        <source>Saved {count} files in {folder}.</source>
        <translation>Đã lưu {count} tệp vào {folder}.</translation>
    </message>
    <message>
        <source>Fetching what neighbours offer</source>
        <translation>Đang lấy về</translation>
    </message>
    <message>
        <source>{count} received, {refused} refused.</source>
        <translation>Nhận {count}, từ chối {refused}.</translation>
    </message>
</context>
<context>
    <name>JournalScreen</name>
    <message>
        <source>Search the journal</source>
        <translation>Tra nhật ký</translation>
    </message>
    <message>
        <source>Show the pixels and the person</source>
        <translation>Xem ảnh gốc và người chịu trách nhiệm</translation>
    </message>
    <message>
        <source>Verify the whole journal</source>
        <translation>Kiểm tra toàn bộ nhật ký</translation>
    </message>
    <message>
        <source>Save the page of today&apos;s head</source>
        <translation>Lưu trang xác nhận nhật ký hôm nay</translation>
    </message>
    <message>
        <source>Sign the page of today&apos;s head</source>
        <translation>Ký trang xác nhận nhật ký hôm nay</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Nhật ký</translation>
    </message>
    <message>
        <source>&amp;Dossier code</source>
        <translation>Mã &amp;hồ sơ</translation>
    </message>
    <message>
        <source>&amp;Personal id</source>
        <translation>Số đị&amp;nh danh</translation>
    </message>
    <message>
        <source>&amp;Login of who acted</source>
        <translation>Tên đăng nhập n&amp;gười làm</translation>
    </message>
    <message>
        <source>Rows of the journal</source>
        <translation>Các dòng nhật ký</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Dòng</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Lúc</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>Cán bộ</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Máy</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Về</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Trước</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Sau</translation>
    </message>
    <message>
        <source>Verifying the journal</source>
        <translation>Đang kiểm tra nhật ký</translation>
    </message>
    <message>
        <source>All {count} rows of the journal are as they were written. Head: {head}</source>
        <translation>Cả {count} dòng nhật ký còn nguyên như lúc ghi. Giá trị băm cuối: {head}</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>A key file (*.p12, *.pfx)…</source>
        <translation>Tệp khóa (*.p12, *.pfx)…</translation>
    </message>
    <message>
        <source>A throwaway test key for practice, without legal force</source>
        <translation>Khóa thử nghiệm dùng một lần để thực hành, không có giá trị pháp lý</translation>
    </message>
    <message>
        <source>What will be signed</source>
        <translation>Danh sách sẽ ký</translation>
    </message>
    <message>
        <source>Key to sign with</source>
        <translation>Khóa dùng để ký</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Tìm lại thiết bị</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Tệp khóa</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Chọn tệp…</translation>
    </message>
    <message>
        <source>PIN or password of the key</source>
        <translation>PIN hoặc mật khẩu của khóa</translation>
    </message>
    <message>
        <source>I know that another wrong PIN locks the token</source>
        <translation>Tôi biết rằng nhập sai PIN lần nữa sẽ khóa thiết bị</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Khóa ký</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Tệp</translation>
    </message>
    <message>
        <source>&amp;PIN or password</source>
        <translation>&amp;PIN hoặc mật khẩu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Type the PIN on the token&apos;s own pad when it asks.</source>
        <translation>Khi thiết bị hỏi, hãy nhập PIN ngay trên bàn phím của thiết bị.</translation>
    </message>
    <message>
        <source>Choose the key file</source>
        <translation>Chọn tệp khóa ký</translation>
    </message>
    <message>
        <source>Key files (*.p12 *.pfx)</source>
        <translation>Tệp khóa ký (*.p12 *.pfx)</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Change keys</source>
        <translation>Đổi phím tắt</translation>
    </message>
    <message>
        <source>Click a key and press the new one. Backspace takes a key away.</source>
        <translation>Bấm vào một phím rồi nhấn phím mới. Phím Xóa lùi bỏ phím tắt đó.</translation>
    </message>
    <message>
        <source>Back to the shipped keys</source>
        <translation>Về phím mặc định</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lưu</translation>
    </message>
    <message>
        <source>“{key}” types a letter. Take it together with Ctrl or Alt.</source>
        <translation>“{key}” là phím gõ chữ. Hãy dùng kèm Ctrl hoặc Alt.</translation>
    </message>
    <message>
        <source>“{key}” already belongs to “{action}”.</source>
        <translation>“{key}” đã dùng cho “{action}”.</translation>
    </message>
    <message>
        <source>typing in a field</source>
        <translation>việc gõ trong ô</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys valid here</source>
        <translation>Phím tắt dùng được ở đây</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>Keying</name>
    <message>
        <source>An empty line is no answer. Type the value, or say why there is none: Ctrl+B blank, Ctrl+U unreadable, Ctrl+N not applicable.</source>
        <translation>Để trống thì chưa phải là câu trả lời. Hãy gõ giá trị, hoặc cho biết vì sao không có: Ctrl+B giấy để trống, Ctrl+U không đọc được, Ctrl+N không áp dụng.</translation>
    </message>
    <message>
        <source>The field was left empty, so its value before stays.</source>
        <translation>Ô bị bỏ trống nên giá trị trước đó được giữ nguyên.</translation>
    </message>
    <message>
        <source>Somebody else has just changed this value. Look at it again.</source>
        <translation>Người khác vừa thay đổi giá trị này. Hãy xem lại.</translation>
    </message>
</context>
<context>
    <name>LargeValue</name>
    <message>
        <source>Leave it (Esc)</source>
        <translation>Bỏ qua (Esc)</translation>
    </message>
    <message>
        <source>Take it (Enter)</source>
        <translation>Lấy giá trị này (Enter)</translation>
    </message>
</context>
<context>
    <name>LeftOverDialog</name>
    <message>
        <source>Sheets from before the program stopped</source>
        <translation>Các tờ từ trước khi chương trình dừng</translation>
    </message>
    <message>
        <source>Sheets that were fed</source>
        <translation>Các tờ đã quét</translation>
    </message>
    <message>
        <source>{dossier}, image {number}</source>
        <translation>{dossier}, ảnh {number}</translation>
    </message>
    <message>
        <source>Take them in</source>
        <translation>Đưa vào hồ sơ</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>The program stopped while paper was being fed. These sheets are safe on this machine; they only have to be put into their dossiers.</source>
        <translation>Chương trình đã dừng trong lúc đang quét. Các tờ này vẫn an toàn trên máy; chỉ còn phải đưa vào hồ sơ của chúng.</translation>
    </message>
</context>
<context>
    <name>ListPane</name>
    <message>
        <source>Which dossiers</source>
        <translation>Danh sách hồ sơ</translation>
    </message>
    <message>
        <source>Dossiers to check</source>
        <translation>Hồ sơ cần kiểm tra</translation>
    </message>
    <message>
        <source>Papers of the dossier</source>
        <translation>Giấy tờ trong hồ sơ</translation>
    </message>
    <message>
        <source>Today: I verified {mine} ({values} values), all of us {everybody}; {waiting} wait</source>
        <translation>Hôm nay: tôi kiểm tra xong {mine} ({values} giá trị), cả tổ {everybody}; còn chờ {waiting}</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>Chờ kiểm tra</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>Tạm gác</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Xin ý kiến</translation>
    </message>
    <message>
        <source>Due {day}</source>
        <translation>Hẹn trả {day}</translation>
    </message>
    <message>
        <source>{count} to see</source>
        <translation>{count} cần xem</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>sẵn sàng</translation>
    </message>
</context>
<context>
    <name>LookUp</name>
    <message>
        <source>Look up: {field}</source>
        <translation>Tra cứu: {field}</translation>
    </message>
    <message>
        <source>A few letters, with or without marks</source>
        <translation>Vài chữ cái, có dấu hoặc không dấu</translation>
    </message>
    <message>
        <source>What the lists know</source>
        <translation>Kết quả tra cứu</translation>
    </message>
    <message>
        <source>Enter takes what is marked; arrow keys choose; Escape closes.</source>
        <translation>Enter lấy dòng đang chọn; phím mũi tên để chọn; Esc để đóng.</translation>
    </message>
    <message>
        <source>The lists know nothing like it.</source>
        <translation>Danh mục không có mục nào như vậy.</translation>
    </message>
    <message>
        <source>Code {code}</source>
        <translation>Mã {code}</translation>
    </message>
    <message>
        <source>in force since {day}</source>
        <translation>hiệu lực từ {day}</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>đến hết {day}</translation>
    </message>
    <message>
        <source>today: {place}</source>
        <translation>nay là: {place}</translation>
    </message>
    <message>
        <source>former</source>
        <translation>cũ</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Digitization workstation</source>
        <translation>Trạm số hóa hồ sơ</translation>
    </message>
    <message>
        <source>On this screen</source>
        <translation>Trên màn hình này</translation>
    </message>
    <message>
        <source>Seats</source>
        <translation>Vị trí làm việc</translation>
    </message>
    <message>
        <source>In the window</source>
        <translation>Trong cửa sổ</translation>
    </message>
    <message>
        <source>PRACTICE OFFICE – specimen data, nothing here has legal force</source>
        <translation>VĂN PHÒNG THỰC HÀNH – dữ liệu mẫu, không có giá trị pháp lý</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Đăng xuất</translation>
    </message>
    <message>
        <source>Light, dark or high contrast</source>
        <translation>Nền sáng, nền tối hoặc tương phản cao</translation>
    </message>
    <message>
        <source>Keys valid here</source>
        <translation>Phím tắt dùng được ở đây</translation>
    </message>
    <message>
        <source>Do or find</source>
        <translation>Làm hoặc tìm</translation>
    </message>
    <message>
        <source>Search the printed words</source>
        <translation>Tìm chữ trên giấy tờ</translation>
    </message>
    <message>
        <source>Handbook for this place</source>
        <translation>Sổ tay về màn hình này</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>Đổi phím tắt</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>Đổi mật khẩu của tôi</translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation>Chữ lớn hơn</translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation>Chữ nhỏ hơn</translation>
    </message>
    <message>
        <source>Ask again for what is shown</source>
        <translation>Tải lại nội dung đang xem</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Sang khung tiếp theo</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Về khung trước</translation>
    </message>
    <message>
        <source>Close all notices</source>
        <translation>Đóng mọi thông báo</translation>
    </message>
</context>
<context>
    <name>MassScreen</name>
    <message>
        <source>Accept all that is shown</source>
        <translation>Chấp nhận tất cả đang hiện</translation>
    </message>
    <message>
        <source>Mark as wrong, or take the mark away</source>
        <translation>Đánh dấu sai, hoặc bỏ dấu</translation>
    </message>
    <message>
        <source>Put the value right</source>
        <translation>Sửa giá trị</translation>
    </message>
    <message>
        <source>Sort by value or by doubt</source>
        <translation>Xếp theo giá trị hoặc theo độ ngờ</translation>
    </message>
    <message>
        <source>Show all values again</source>
        <translation>Hiện lại mọi giá trị</translation>
    </message>
    <message>
        <source>Accept the rest: the office&apos;s target is met</source>
        <translation>Chấp nhận phần còn lại: đã đạt mức chất lượng</translation>
    </message>
    <message>
        <source>Show the pixels and the person</source>
        <translation>Xem ảnh gốc và người chịu trách nhiệm</translation>
    </message>
    <message>
        <source>Next tone on the syllable at the cursor</source>
        <translation>Đổi dấu thanh của tiếng tại con trỏ</translation>
    </message>
    <message>
        <source>Next hat, horn or bar on the syllable at the cursor</source>
        <translation>Đổi dấu mũ, móc, trăng hoặc gạch của tiếng tại con trỏ</translation>
    </message>
    <message>
        <source>Fields with values that wait</source>
        <translation>Trường có giá trị đang chờ</translation>
    </message>
    <message>
        <source>Syllables that differ only in marks</source>
        <translation>Các tiếng chỉ khác nhau ở dấu</translation>
    </message>
    <message>
        <source>One field, many papers</source>
        <translation>Một trường, nhiều giấy tờ</translation>
    </message>
    <message>
        <source>Values of this field</source>
        <translation>Các giá trị của trường này</translation>
    </message>
    <message>
        <source>The right value</source>
        <translation>Giá trị đúng</translation>
    </message>
    <message>
        <source>No value waits</source>
        <translation>Không có giá trị nào đang chờ</translation>
    </message>
    <message>
        <source>Doubtful values of dossiers that others keyed appear here, field by field.</source>
        <translation>Giá trị đọc chưa chắc của những hồ sơ do người khác nhập sẽ hiện ở đây, lần lượt từng trường.</translation>
    </message>
    <message>
        <source>Some of these have only just appeared. Look at them, then press again.</source>
        <translation>Một số giá trị vừa mới hiện. Hãy xem kỹ rồi nhấn lại.</translation>
    </message>
    <message>
        <source>Values too long to be seen whole here wait for the check of their paper.</source>
        <translation>Giá trị quá dài, không hiện hết ở đây, sẽ chờ kiểm tra cùng giấy tờ của nó.</translation>
    </message>
    <message>
        <source>{paper} · {count} values, equal ones together</source>
        <translation>{paper} · {count} giá trị, giá trị giống nhau đứng cạnh nhau</translation>
    </message>
    <message>
        <source>{paper} · {count} values, the most doubtful first</source>
        <translation>{paper} · {count} giá trị, giá trị đáng ngờ nhất đứng trước</translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message>
        <source>Move to another paper</source>
        <translation>Chuyển sang giấy tờ khác</translation>
    </message>
    <message>
        <source>Papers and components of the dossier</source>
        <translation>Giấy tờ và thành phần của hồ sơ</translation>
    </message>
    <message>
        <source>New paper: {component}</source>
        <translation>Giấy tờ mới: {component}</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Chuyển</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Into which paper do the chosen pages go?</source>
        <translation>Chuyển các trang đã chọn vào giấy tờ nào?</translation>
    </message>
</context>
<context>
    <name>NewDossierDialog</name>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>Type part of the procedure&apos;s name or code</source>
        <translation>Gõ một phần tên hoặc mã thủ tục, có dấu hay không dấu đều được</translation>
    </message>
    <message>
        <source>Search procedures</source>
        <translation>Tìm thủ tục</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>Thủ tục hành chính</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Lập hồ sơ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Which procedure?</source>
        <translation>Thủ tục nào?</translation>
    </message>
    <message>
        <source>Whose dossier? (may be left to the papers)</source>
        <translation>Hồ sơ của ai? (có thể để máy lấy từ giấy tờ)</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Close this notice</source>
        <translation>Đóng thông báo này</translation>
    </message>
</context>
<context>
    <name>OfficeDialog</name>
    <message>
        <source>The office&apos;s details</source>
        <translation>Thông tin cơ quan</translation>
    </message>
    <message>
        <source>&amp;Name of the office</source>
        <translation>Tên &amp;cơ quan</translation>
    </message>
    <message>
        <source>Name of the &amp;superior agency</source>
        <translation>Cơ quan cấ&amp;p trên</translation>
    </message>
    <message>
        <source>&amp;Code of the office (such as H26.19.12)</source>
        <translation>&amp;Mã định danh cơ quan (ví dụ H26.19.12)</translation>
    </message>
    <message>
        <source>&amp;Abbreviation in numbers of results (such as UBND)</source>
        <translation>Chữ &amp;viết tắt trong số kết quả (ví dụ UBND)</translation>
    </message>
    <message>
        <source>&amp;Place printed before dates</source>
        <translation>Địa &amp;danh ghi trước ngày tháng</translation>
    </message>
    <message>
        <source>P&amp;osition of who signs</source>
        <translation>Chức vụ n&amp;gười ký</translation>
    </message>
    <message>
        <source>Full name of &amp;who signs</source>
        <translation>&amp;Họ tên người ký</translation>
    </message>
    <message>
        <source>Keep the details</source>
        <translation>Lưu thông tin</translation>
    </message>
    <message>
        <source>Leave as they are</source>
        <translation>Không đổi</translation>
    </message>
    <message>
        <source>These stand on every result and in the codes of dossiers.</source>
        <translation>Các thông tin này in trên mọi kết quả và có trong mã hồ sơ.</translation>
    </message>
</context>
<context>
    <name>OfficersScreen</name>
    <message>
        <source>Officers</source>
        <translation>Cán bộ</translation>
    </message>
    <message>
        <source>Add the officer</source>
        <translation>Thêm cán bộ</translation>
    </message>
    <message>
        <source>Seats…</source>
        <translation>Vị trí làm việc…</translation>
    </message>
    <message>
        <source>Another password…</source>
        <translation>Mật khẩu khác…</translation>
    </message>
    <message>
        <source>Disable or enable</source>
        <translation>Ngừng hoặc cho dùng lại</translation>
    </message>
    <message>
        <source>End the waiting time</source>
        <translation>Bỏ thời gian chờ</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Đã ngừng</translation>
    </message>
    <message>
        <source>Waits after wrong passwords</source>
        <translation>Đang chờ vì nhập sai mật khẩu</translation>
    </message>
    <message>
        <source>&amp;Full name</source>
        <translation>&amp;Họ và tên</translation>
    </message>
    <message>
        <source>&amp;Login name</source>
        <translation>&amp;Tên đăng nhập</translation>
    </message>
    <message>
        <source>Pass&amp;word (at least 8 characters)</source>
        <translation>&amp;Mật khẩu (ít nhất 8 ký tự)</translation>
    </message>
    <message>
        <source>Seats</source>
        <translation>Vị trí làm việc</translation>
    </message>
    <message>
        <source>New officer</source>
        <translation>Cán bộ mới</translation>
    </message>
    <message>
        <source>Please fill in name and login and choose at least one seat.</source>
        <translation>Hãy điền họ tên, tên đăng nhập và chọn ít nhất một vị trí làm việc.</translation>
    </message>
    <message>
        <source>The password needs at least 8 characters.</source>
        <translation>Mật khẩu cần ít nhất 8 ký tự.</translation>
    </message>
    <message>
        <source>{name} may sign in now.</source>
        <translation>{name} có thể đăng nhập từ bây giờ.</translation>
    </message>
</context>
<context>
    <name>OwnerDialog</name>
    <message>
        <source>Owner of the dossier</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lưu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>OwnerForm</name>
    <message>
        <source>12 digits</source>
        <translation>12 chữ số</translation>
    </message>
    <message>
        <source>Day/month/year, to find the number</source>
        <translation>Ngày/tháng/năm, để tìm số định danh</translation>
    </message>
    <message>
        <source>&amp;Find the number</source>
        <translation>&amp;Tìm số định danh</translation>
    </message>
    <message>
        <source>Or hold the card under the QR reader: name and number are filled in.</source>
        <translation>Hoặc đưa thẻ vào máy đọc QR: họ tên và số định danh được điền ngay.</translation>
    </message>
    <message>
        <source>&amp;Owner of the dossier</source>
        <translation>&amp;Chủ hồ sơ</translation>
    </message>
    <message>
        <source>&amp;Personal id number</source>
        <translation>&amp;Số định danh cá nhân</translation>
    </message>
    <message>
        <source>&amp;Birth date</source>
        <translation>&amp;Ngày sinh</translation>
    </message>
    <message>
        <source>This is no birth date. Type day, month and year, as 02/01/1983.</source>
        <translation>Ngày sinh này không đúng. Hãy gõ ngày, tháng và năm, như 02/01/1983.</translation>
    </message>
    <message>
        <source>From the records, by name and birth date: compare it with the card.</source>
        <translation>Lấy từ kho theo họ tên và ngày sinh: hãy đối chiếu với thẻ.</translation>
    </message>
    <message>
        <source>{count} people have this name and birth date: type the number.</source>
        <translation>Có {count} người trùng họ tên và ngày sinh: hãy gõ số định danh.</translation>
    </message>
    <message>
        <source>More than {count} people have this name and birth date: type the number.</source>
        <translation>Có hơn {count} người trùng họ tên và ngày sinh: hãy gõ số định danh.</translation>
    </message>
    <message>
        <source>The records hold nobody of this name and birth date.</source>
        <translation>Kho không có ai mang họ tên và ngày sinh này.</translation>
    </message>
    <message>
        <source>Read from the card.</source>
        <translation>Đã đọc từ thẻ.</translation>
    </message>
    <message>
        <source>Read from the card&apos;s lines for machines: put the marks on the name.</source>
        <translation>Đã đọc từ dòng máy đọc trên thẻ: hãy thêm dấu cho họ tên.</translation>
    </message>
</context>
<context>
    <name>PageActions</name>
    <message>
        <source>Remove the page</source>
        <translation>Bỏ trang</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Xoay phải</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Xoay trái</translation>
    </message>
    <message>
        <source>Move the page forward</source>
        <translation>Chuyển trang lên trước</translation>
    </message>
    <message>
        <source>Move the page back</source>
        <translation>Chuyển trang ra sau</translation>
    </message>
    <message>
        <source>Split a double page</source>
        <translation>Tách trang đôi</translation>
    </message>
    <message>
        <source>Put both sides of a card on one page</source>
        <translation>Ghép hai mặt thẻ vào một trang</translation>
    </message>
    <message>
        <source>Put fronts and backs of two passes together</source>
        <translation>Xếp mặt trước, mặt sau của hai lượt quét</translation>
    </message>
    <message>
        <source>Next page that wants a look</source>
        <translation>Trang cần xem lại tiếp theo</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Làm lại</translation>
    </message>
    <message>
        <source>Taken out of the bin.</source>
        <translation>Đã đưa trang lại vào hồ sơ.</translation>
    </message>
    <message>
        <source>Moved. Ctrl+Z puts the pages back.</source>
        <translation>Đã chuyển. Nhấn Ctrl+Z để đưa các trang về chỗ cũ.</translation>
    </message>
    <message>
        <source>Pages moved to the bin: {count}. Ctrl+Z brings them back.</source>
        <translation>Đã chuyển {count} trang vào thùng. Nhấn Ctrl+Z để lấy lại.</translation>
    </message>
    <message>
        <source>Choose the two sides of the card.</source>
        <translation>Hãy chọn hai trang là hai mặt của thẻ.</translation>
    </message>
    <message>
        <source>Fronts and backs must be equally many; {count} pages are chosen.</source>
        <translation>Số mặt trước và mặt sau phải bằng nhau; đang chọn {count} trang.</translation>
    </message>
    <message>
        <source>No page wants a look.</source>
        <translation>Không có trang nào cần xem lại.</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Đã hoàn tác.</translation>
    </message>
    <message>
        <source>Done again.</source>
        <translation>Đã làm lại.</translation>
    </message>
    <message>
        <source>There is nothing left to undo or redo.</source>
        <translation>Không còn việc nào để hoàn tác hoặc làm lại.</translation>
    </message>
</context>
<context>
    <name>PageSearchDialog</name>
    <message>
        <source>Search the printed words</source>
        <translation>Tìm chữ trên giấy tờ</translation>
    </message>
    <message>
        <source>Please write the day such as 06/05/2026.</source>
        <translation>Hãy ghi ngày, ví dụ 06/05/2026.</translation>
    </message>
    <message>
        <source>Kept searches: {count}</source>
        <translation>Đã lưu: {count} cách tìm</translation>
    </message>
    <message>
        <source>{count} pages found.</source>
        <translation>Tìm thấy {count} trang.</translation>
    </message>
    <message>
        <source>with or without marks</source>
        <translation>có dấu hoặc không dấu</translation>
    </message>
    <message>
        <source>such as 06/05/2026</source>
        <translation>ví dụ 06/05/2026</translation>
    </message>
    <message>
        <source>any</source>
        <translation>tất cả</translation>
    </message>
    <message>
        <source>&amp;Words on the page</source>
        <translation>&amp;Chữ trên trang</translation>
    </message>
    <message>
        <source>&amp;Kind of paper</source>
        <translation>L&amp;oại giấy tờ</translation>
    </message>
    <message>
        <source>&amp;Procedure</source>
        <translation>&amp;Thủ tục</translation>
    </message>
    <message>
        <source>S&amp;tate of the dossier</source>
        <translation>T&amp;rạng thái hồ sơ</translation>
    </message>
    <message>
        <source>Received &amp;from</source>
        <translation>Tiếp nhận từ &amp;ngày</translation>
    </message>
    <message>
        <source>Received unti&amp;l</source>
        <translation>Đến n&amp;gày</translation>
    </message>
    <message>
        <source>Searches kept &amp;before</source>
        <translation>Cách tìm đã &amp;lưu</translation>
    </message>
    <message>
        <source>Keep it under the &amp;name</source>
        <translation>Lưu với tê&amp;n</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>Tì&amp;m</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>Lư&amp;u</translation>
    </message>
    <message>
        <source>F&amp;orget</source>
        <translation>&amp;Bỏ</translation>
    </message>
    <message>
        <source>Pages found</source>
        <translation>Các trang tìm thấy</translation>
    </message>
    <message>
        <source>Please type a word that stands on the page.</source>
        <translation>Hãy gõ một từ có trên trang.</translation>
    </message>
    <message>
        <source>Please name the search that is kept.</source>
        <translation>Hãy đặt tên cho cách tìm được lưu.</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page image</source>
        <translation>Ảnh trang</translation>
    </message>
</context>
<context>
    <name>PageWindow</name>
    <message>
        <source>Loading the page…</source>
        <translation>Đang tải trang…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Fit the page</source>
        <translation>Xem cả trang</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>This paper has no page here.</source>
        <translation>Giấy tờ này không có trang trong hồ sơ.</translation>
    </message>
    <message>
        <source>The page is being fetched…</source>
        <translation>Đang lấy ảnh trang…</translation>
    </message>
    <message>
        <source>Page {number} of {total}</source>
        <translation>Trang {number}/{total}</translation>
    </message>
    <message>
        <source>This page cannot be shown.</source>
        <translation>Không hiển thị được trang này.</translation>
    </message>
</context>
<context>
    <name>PagesModel</name>
    <message>
        <source>Read</source>
        <translation>Đã đọc</translation>
    </message>
    <message>
        <source>Not readable: {reason}</source>
        <translation>Lỗi: {reason}</translation>
    </message>
    <message>
        <source>Saved, being read</source>
        <translation>Đang đọc</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Đã lưu</translation>
    </message>
    <message>
        <source>Nothing is printed on it.</source>
        <translation>Trên trang không có chữ nào.</translation>
    </message>
    <message>
        <source>Its letters are out of focus.</source>
        <translation>Chữ bị nhòe nét.</translation>
    </message>
    <message>
        <source>Its print is hardly darker than the paper.</source>
        <translation>Chữ gần như nhạt bằng nền giấy.</translation>
    </message>
    <message>
        <source>It was taken with too little light.</source>
        <translation>Ảnh chụp thiếu sáng.</translation>
    </message>
    <message>
        <source>It has fewer dots than its print, or the rule, asks for.</source>
        <translation>Ảnh có ít điểm ảnh hơn mức mà chữ hoặc quy định đòi hỏi.</translation>
    </message>
    <message>
        <source>Print runs over an edge.</source>
        <translation>Chữ chạy ra ngoài mép ảnh.</translation>
    </message>
    <message>
        <source>A corner is folded over, torn off or covered.</source>
        <translation>Một góc bị gấp, rách hoặc bị che.</translation>
    </message>
    <message>
        <source>A reflection hides a part of it.</source>
        <translation>Ánh phản chiếu che mất một phần.</translation>
    </message>
    <message>
        <source>Two pages lie side by side: Ctrl+D parts them.</source>
        <translation>Hai trang nằm cạnh nhau: nhấn Ctrl+D để tách.</translation>
    </message>
    <message>
        <source>A finger reaches over its edge.</source>
        <translation>Có ngón tay che lên mép giấy.</translation>
    </message>
    <message>
        <source>It has neither the size asked of the scanner nor that of any paper: the feed may have stopped short.</source>
        <translation>Ảnh không đúng khổ đã đặt cho máy quét và không đúng khổ giấy nào: giấy có thể chưa được kéo hết.</translation>
    </message>
    <message>
        <source>Blank page</source>
        <translation>Trang trắng</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Bị mờ</translation>
    </message>
    <message>
        <source>Too faint</source>
        <translation>Quá nhạt</translation>
    </message>
    <message>
        <source>Too dark</source>
        <translation>Quá tối</translation>
    </message>
    <message>
        <source>Too coarse</source>
        <translation>Quá thô</translation>
    </message>
    <message>
        <source>Edge cut off</source>
        <translation>Mất mép</translation>
    </message>
    <message>
        <source>Corner missing</source>
        <translation>Thiếu góc</translation>
    </message>
    <message>
        <source>Glare</source>
        <translation>Lóa sáng</translation>
    </message>
    <message>
        <source>Two pages</source>
        <translation>Hai trang</translation>
    </message>
    <message>
        <source>Fingers</source>
        <translation>Có ngón tay</translation>
    </message>
    <message>
        <source>Wrong size</source>
        <translation>Sai khổ giấy</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Cần xem lại</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>Trang {number}</translation>
    </message>
    <message>
        <source>Page {number}, from {file}: {state}</source>
        <translation>Trang {number}, từ tệp {file}: {state}</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Do or find</source>
        <translation>Làm hoặc tìm</translation>
    </message>
    <message>
        <source>An action, a name, a number, a dossier code or words printed on a page</source>
        <translation>Thao tác, tên, số định danh, mã hồ sơ hoặc chữ in trên trang</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Kết quả tìm</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tất cả</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Thao tác</translation>
    </message>
    <message>
        <source>People and dossiers</source>
        <translation>Người và hồ sơ</translation>
    </message>
    <message>
        <source>Words on pages</source>
        <translation>Chữ trên trang</translation>
    </message>
    <message>
        <source>Enter does or opens what is marked; arrow keys choose; Escape closes.</source>
        <translation>Enter làm hoặc mở mục đang chọn; phím mũi tên để chọn; Esc để đóng.</translation>
    </message>
    <message>
        <source>Nothing here is called so, and the records hold nothing like it.</source>
        <translation>Không có việc nào tên như vậy và kho hồ sơ cũng không có gì giống thế.</translation>
    </message>
</context>
<context>
    <name>PasswordChange</name>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>&amp;Present password</source>
        <translation>Mật khẩu &amp;hiện nay</translation>
    </message>
    <message>
        <source>&amp;New password (at least 8 characters)</source>
        <translation>Mật khẩu &amp;mới (ít nhất 8 ký tự)</translation>
    </message>
    <message>
        <source>New password &amp;again</source>
        <translation>&amp;Nhập lại mật khẩu mới</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Đổi mật khẩu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>The two passwords differ. Please type them again.</source>
        <translation>Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại.</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password of the file</source>
        <translation>Mật khẩu của tệp</translation>
    </message>
    <message>
        <source>The file “{name}” asks for a password. Its sender knows it.</source>
        <translation>Tệp “{name}” đòi mật khẩu. Người gửi tệp biết mật khẩu này.</translation>
    </message>
    <message>
        <source>That password does not open “{name}”. Type it once more.</source>
        <translation>Mật khẩu đó không mở được “{name}”. Hãy nhập lại.</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Mở tệp</translation>
    </message>
    <message>
        <source>Leave the file out</source>
        <translation>Bỏ tệp này</translation>
    </message>
</context>
<context>
    <name>PicturesDialog</name>
    <message>
        <source>Signature and seal on results</source>
        <translation>Chữ ký và con dấu trên kết quả</translation>
    </message>
    <message>
        <source>PNG with a transparent ground: the signature blue, the seal red and as large as the real one. Results signed from now on show them.</source>
        <translation>Tệp PNG nền trong suốt: chữ ký màu xanh; con dấu màu đỏ, đúng kích thước thật. Các kết quả ký từ nay sẽ hiện hai ảnh này.</translation>
    </message>
    <message>
        <source>My signature</source>
        <translation>Chữ ký của tôi</translation>
    </message>
    <message>
        <source>The office&apos;s seal</source>
        <translation>Con dấu của cơ quan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>none</source>
        <translation>chưa có</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Chọn tệp…</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Gỡ ảnh</translation>
    </message>
    <message>
        <source>{title}: choose a file</source>
        <translation>{title}: chọn tệp</translation>
    </message>
    <message>
        <source>{title}: take away</source>
        <translation>{title}: gỡ ảnh</translation>
    </message>
    <message>
        <source>Choose the picture</source>
        <translation>Chọn ảnh</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Ảnh (*.png)</translation>
    </message>
</context>
<context>
    <name>Placing</name>
    <message>
        <source>Scan pages in before this one</source>
        <translation>Quét chèn trước trang này</translation>
    </message>
    <message>
        <source>Scan the page once more and keep both (sticky note)</source>
        <translation>Quét thêm một ảnh của trang và giữ cả hai (giấy dán ghi chú)</translation>
    </message>
    <message>
        <source>Add files before this page</source>
        <translation>Thêm tệp trước trang này</translation>
    </message>
    <message>
        <source>Move to another paper</source>
        <translation>Chuyển sang giấy tờ khác</translation>
    </message>
    <message>
        <source>Split a double page at a place</source>
        <translation>Tách trang đôi tại một chỗ</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>No words were read there. Type the value; the place is kept with it.</source>
        <translation>Vùng này không có chữ đã nhận dạng. Hãy gõ giá trị; vị trí được lưu kèm làm căn cứ.</translation>
    </message>
</context>
<context>
    <name>ProvenanceDialog</name>
    <message>
        <source>Where this value comes from</source>
        <translation>Nguồn gốc của giá trị này</translation>
    </message>
    <message>
        <source>Looking up the page…</source>
        <translation>Đang tìm trang…</translation>
    </message>
    <message>
        <source>The page the value was read from</source>
        <translation>Trang mà giá trị được đọc từ đó</translation>
    </message>
    <message>
        <source>Who stands for the value</source>
        <translation>Ai chịu trách nhiệm về giá trị</translation>
    </message>
    <message>
        <source>Verified the dossier</source>
        <translation>Đã kiểm tra hồ sơ</translation>
    </message>
    <message>
        <source>No place on a page is known: the value was typed.</source>
        <translation>Không có vị trí trên trang: giá trị được nhập tay.</translation>
    </message>
    <message>
        <source>Machine ({engine})</source>
        <translation>Máy ({engine})</translation>
    </message>
</context>
<context>
    <name>QueuePane</name>
    <message>
        <source>Find by name, code or procedure</source>
        <translation>Tìm theo tên, mã hoặc thủ tục</translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation>Tìm hồ sơ</translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message>
        <source>Have it done once more</source>
        <translation>Cho làm lại</translation>
    </message>
    <message>
        <source>Jobs in the queue</source>
        <translation>Các việc trong hàng đợi</translation>
    </message>
    <message>
        <source>Work of the machines</source>
        <translation>Việc của máy</translation>
    </message>
    <message>
        <source>{waiting} wait, {running} are being done, {aside} were set aside.</source>
        <translation>{waiting} việc chờ, {running} việc đang làm, {aside} việc để riêng.</translation>
    </message>
    <message>
        <source>Machines at work: {count}.</source>
        <translation>Số máy đang làm việc: {count}.</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Số lần thử</translation>
    </message>
    <message>
        <source>Comes first</source>
        <translation>Ưu tiên</translation>
    </message>
    <message>
        <source>Why it was set aside</source>
        <translation>Vì sao để riêng</translation>
    </message>
    <message>
        <source>Read a page</source>
        <translation>Đọc một trang</translation>
    </message>
    <message>
        <source>Make a copy ready to be signed</source>
        <translation>Làm sẵn bản sao để ký</translation>
    </message>
    <message>
        <source>Look whether the result can be composed</source>
        <translation>Xem trước kết quả có soạn được không</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Đang chờ</translation>
    </message>
    <message>
        <source>Being done</source>
        <translation>Đang làm</translation>
    </message>
    <message>
        <source>{count} were sent once more.</source>
        <translation>Đã cho làm lại {count} việc.</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Để riêng</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>Tại quầy</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Theo lô</translation>
    </message>
</context>
<context>
    <name>RecordsScreen</name>
    <message>
        <source>Compose the result</source>
        <translation>Soạn kết quả</translation>
    </message>
    <message>
        <source>Compose all results</source>
        <translation>Lập mọi kết quả</translation>
    </message>
    <message>
        <source>Release all that are valid</source>
        <translation>Phát hành mọi kết quả hợp lệ</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Ký số</translation>
    </message>
    <message>
        <source>Send back, do not sign</source>
        <translation>Trả lại, không ký</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Phát hành</translation>
    </message>
    <message>
        <source>Save the PDF as</source>
        <translation>Lưu tệp PDF</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Phiếu, giấy hẹn</translation>
    </message>
    <message>
        <source>Seal the copies of papers</source>
        <translation>Ký bản sao giấy tờ (cơ quan)</translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation>Tìm hồ sơ</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>Vừa chiều ngang</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>No result is open</source>
        <translation>Chưa mở kết quả nào</translation>
    </message>
    <message>
        <source>Verified dossiers wait on the left for their results.</source>
        <translation>Các hồ sơ đã kiểm tra đang chờ kết quả ở bên trái.</translation>
    </message>
    <message>
        <source>Verified dossiers</source>
        <translation>Hồ sơ đã kiểm tra</translation>
    </message>
    <message>
        <source>No dossier has been verified yet.</source>
        <translation>Chưa có hồ sơ nào được kiểm tra xong.</translation>
    </message>
    <message>
        <source>Compose the result again</source>
        <translation>Soạn lại kết quả</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Đóng dấu số</translation>
    </message>
    <message>
        <source>Composing the result</source>
        <translation>Đang soạn kết quả</translation>
    </message>
    <message>
        <source>Composing the results</source>
        <translation>Đang lập kết quả</translation>
    </message>
    <message>
        <source>{count} results are composed.</source>
        <translation>Đã lập {count} kết quả.</translation>
    </message>
    <message>
        <source>Release every result whose signatures are complete and valid? There are {count}.</source>
        <translation>Phát hành mọi kết quả đã đủ chữ ký và hợp lệ? Hiện có {count} kết quả.</translation>
    </message>
    <message>
        <source>Releasing the results</source>
        <translation>Đang phát hành kết quả</translation>
    </message>
    <message>
        <source>{count} results are released.</source>
        <translation>Đã phát hành {count} kết quả.</translation>
    </message>
    <message>
        <source>The check did not find the signature valid. Release the result all the same?</source>
        <translation>Kết quả kiểm tra cho thấy chữ ký số chưa hợp lệ. Vẫn phát hành kết quả?</translation>
    </message>
    <message>
        <source>Do not release</source>
        <translation>Không phát hành</translation>
    </message>
    <message>
        <source>Result No. {number} is released.</source>
        <translation>Đã phát hành kết quả số {number}.</translation>
    </message>
</context>
<context>
    <name>RefusalDialog</name>
    <message>
        <source>Do not reuse</source>
        <translation>Không dùng lại</translation>
    </message>
    <message>
        <source>Why is the paper in the records not used?</source>
        <translation>Vì sao không dùng giấy tờ đã có trong kho?</translation>
    </message>
    <message>
        <source>The paper has changed since</source>
        <translation>Giấy tờ đã thay đổi</translation>
    </message>
    <message>
        <source>It belongs to somebody else</source>
        <translation>Giấy tờ của người khác</translation>
    </message>
    <message>
        <source>It is no longer valid</source>
        <translation>Giấy tờ hết hiệu lực</translation>
    </message>
    <message>
        <source>The citizen hands in a new one</source>
        <translation>Công dân nộp bản mới</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report on the signatures</source>
        <translation>Báo cáo ký số</translation>
    </message>
    <message>
        <source>Save as &amp;CSV…</source>
        <translation>Lưu &amp;CSV…</translation>
    </message>
    <message>
        <source>Save as &amp;PDF…</source>
        <translation>Lưu &amp;PDF…</translation>
    </message>
    <message>
        <source>Save the &amp;list for later checks…</source>
        <translation>&amp;Lưu danh sách để kiểm tra sau…</translation>
    </message>
    <message>
        <source>Which files must carry which signatures: a file cut short is noticed by it.</source>
        <translation>Tệp nào phải có những chữ ký nào: nhờ đó nhận ra tệp bị cắt bớt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>{done} of {total} results are signed and checked.</source>
        <translation>Đã ký và kiểm tra {done} trên {total} kết quả.</translation>
    </message>
    <message>
        <source>{count} wait for their timestamp and are not released.</source>
        <translation>{count} kết quả chờ dấu thời gian nên chưa phát hành.</translation>
    </message>
    <message>
        <source>The batch was stopped; the rest is untouched.</source>
        <translation>Đã dừng theo yêu cầu; các bản còn lại giữ nguyên.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Kết cục</translation>
    </message>
    <message>
        <source>Before (SHA-256)</source>
        <translation>Trước khi ký (SHA-256)</translation>
    </message>
    <message>
        <source>After (SHA-256)</source>
        <translation>Sau khi ký (SHA-256)</translation>
    </message>
    <message>
        <source>Time of signing</source>
        <translation>Thời điểm ký</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Kết luận</translation>
    </message>
    <message>
        <source>Signed and checked</source>
        <translation>Đã ký và kiểm tra</translation>
    </message>
    <message>
        <source>Signed, waits for its timestamp</source>
        <translation>Đã ký, chờ dấu thời gian</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Không ký</translation>
    </message>
    <message>
        <source>Untouched</source>
        <translation>Giữ nguyên</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Hợp lệ</translation>
    </message>
    <message>
        <source>Not found valid</source>
        <translation>Chưa kết luận hợp lệ</translation>
    </message>
    <message>
        <source>Save the report as</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>signatures</source>
        <translation>ky-so</translation>
    </message>
</context>
<context>
    <name>ReportsDialog</name>
    <message>
        <source>Reports made by themselves</source>
        <translation>Báo cáo định kỳ</translation>
    </message>
    <message>
        <source>No report is planned</source>
        <translation>Chưa đặt báo cáo nào</translation>
    </message>
    <message>
        <source>The first one lies in its place as soon as it is set up.</source>
        <translation>Báo cáo đầu tiên có ngay tại nơi để khi vừa đặt.</translation>
    </message>
    <message>
        <source>&amp;Stop this report</source>
        <translation>&amp;Dừng báo cáo này</translation>
    </message>
    <message>
        <source>&amp;Make what is due now</source>
        <translation>&amp;Lập ngay báo cáo đến hạn</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>E&amp;xcel workbook</source>
        <translation>Bảng tính E&amp;xcel</translation>
    </message>
    <message>
        <source>&amp;PDF document</source>
        <translation>Tài liệu &amp;PDF</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Chọn…</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Tên báo cáo</translation>
    </message>
    <message>
        <source>How &amp;often</source>
        <translation>&amp;Lập bao lâu một lần</translation>
    </message>
    <message>
        <source>Put &amp;into</source>
        <translation>Để &amp;vào</translation>
    </message>
    <message>
        <source>&amp;Folder that every desk can reach</source>
        <translation>Thư mục mọi máy của đơn vị đều &amp;mở được</translation>
    </message>
    <message>
        <source>Folder that every desk can reach</source>
        <translation>Thư mục mọi máy của đơn vị đều mở được</translation>
    </message>
    <message>
        <source>Set &amp;up the report</source>
        <translation>Đặ&amp;t báo cáo</translation>
    </message>
    <message>
        <source>A new report</source>
        <translation>Báo cáo mới</translation>
    </message>
    <message>
        <source>It covers the whole days before, and is made in your name.</source>
        <translation>Báo cáo gồm trọn các ngày đã qua và được lập dưới tên của bạn.</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>Một thư mục</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>Chưa lập</translation>
    </message>
    <message>
        <source>In its place</source>
        <translation>Đã có tại nơi để</translation>
    </message>
    <message>
        <source>Last: {days}</source>
        <translation>Gần nhất: {days}</translation>
    </message>
    <message>
        <source>Not made</source>
        <translation>Chưa lập được</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Hằng ngày</translation>
    </message>
    <message>
        <source>Every week, from Monday to Sunday</source>
        <translation>Hằng tuần, từ thứ hai đến chủ nhật</translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Hằng tháng</translation>
    </message>
    <message>
        <source>Folder for the reports</source>
        <translation>Thư mục để báo cáo</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Xin chờ…</translation>
    </message>
    <message>
        <source>{count} reports were made.</source>
        <translation>Đã lập {count} báo cáo.</translation>
    </message>
</context>
<context>
    <name>Rest</name>
    <message>
        <source>{seen} looked at, {wrong} of them wrong · {errors} errors expected among the other {waiting} · {allowed} may be left</source>
        <translation>Đã xem {seen}, sai {wrong} · dự kiến còn {errors} giá trị sai trong {waiting} giá trị chưa xem · mức cho phép {allowed}</translation>
    </message>
    <message>
        <source>The target is met: Ctrl+Shift+Enter accepts the rest.</source>
        <translation>Đã đạt mức chất lượng: Ctrl+Shift+Enter chấp nhận phần còn lại.</translation>
    </message>
    <message>
        <source>{waiting} values are accepted without a look. {errors} errors are to be expected, {allowed} may be left. The journal keeps that.</source>
        <translation>{waiting} giá trị sẽ được chấp nhận mà không xem. Dự kiến có {errors} giá trị sai, mức cho phép là {allowed}. Việc này được ghi vào nhật ký.</translation>
    </message>
    <message>
        <source>Accept the rest</source>
        <translation>Chấp nhận phần còn lại</translation>
    </message>
    <message>
        <source>Look on</source>
        <translation>Xem tiếp</translation>
    </message>
    <message>
        <source>{count} values accepted.</source>
        <translation>Đã chấp nhận {count} giá trị.</translation>
    </message>
</context>
<context>
    <name>ResultPane</name>
    <message>
        <source>Preview of the result</source>
        <translation>Bản xem trước kết quả</translation>
    </message>
    <message>
        <source>The result is not composed yet</source>
        <translation>Kết quả chưa được soạn</translation>
    </message>
    <message>
        <source>It is composed from the values the supervisor verified.</source>
        <translation>Kết quả được soạn từ các giá trị mà người kiểm tra đã xác nhận.</translation>
    </message>
    <message>
        <source>Page {number} of {total}</source>
        <translation>Trang {number} trên {total}</translation>
    </message>
    <message>
        <source>Checked right after signing, {time}.</source>
        <translation>Kiểm tra ngay sau khi ký, lúc {time}.</translation>
    </message>
    <message>
        <source>{officer} sent this result back on {time}, not signed: {reason} If a value is wrong, have it corrected in the warehouse; then compose the result again.</source>
        <translation>{officer} đã trả lại kết quả này lúc {time}, không ký: {reason} Nếu giá trị sai, hãy đề nghị đính chính trong kho dữ liệu rồi soạn lại kết quả.</translation>
    </message>
    <message>
        <source>{code} · result due {due}</source>
        <translation>{code} · hẹn trả {due}</translation>
    </message>
    <message>
        <source>{code} · No. {number} · composed {time}</source>
        <translation>{code} · số {number} · soạn lúc {time}</translation>
    </message>
</context>
<context>
    <name>ScanPanel</name>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Scan profile</source>
        <translation>Cấu hình quét</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>chưa đếm</translation>
    </message>
    <message>
        <source>Sheets given</source>
        <translation>Số tờ giao</translation>
    </message>
    <message>
        <source>&amp;Wait for more paper</source>
        <translation>&amp;Chờ thêm giấy</translation>
    </message>
    <message>
        <source>Looking for scanners…</source>
        <translation>Đang tìm máy quét…</translation>
    </message>
    <message>
        <source>No scanner found</source>
        <translation>Không thấy máy quét</translation>
    </message>
    <message>
        <source>{name} · {dpi} dpi</source>
        <translation>{name} · {dpi} dpi</translation>
    </message>
    <message>
        <source>Sheets &amp;given</source>
        <translation>Số tờ &amp;giao</translation>
    </message>
</context>
<context>
    <name>Scanning</name>
    <message>
        <source>Scan</source>
        <translation>Quét</translation>
    </message>
    <message>
        <source>Stop scanning</source>
        <translation>Dừng quét</translation>
    </message>
    <message>
        <source>Scan the page again</source>
        <translation>Quét lại trang này</translation>
    </message>
    <message>
        <source>Look for scanners</source>
        <translation>Tìm máy quét</translation>
    </message>
    <message>
        <source>Separator sheets</source>
        <translation>Tờ phân cách</translation>
    </message>
    <message>
        <source>The folder cannot be reached.</source>
        <translation>Không vào được thư mục.</translation>
    </message>
    <message>
        <source>Files taken in: {taken}; set aside: {aside}; not whole yet: {waiting}.</source>
        <translation>Tệp đã nhận: {taken}; để riêng: {aside}; chưa ghi xong: {waiting}.</translation>
    </message>
    <message>
        <source>Scan: {name}</source>
        <translation>Quét: {name}</translation>
    </message>
    <message>
        <source>A folder cannot scan a sheet: choose a scanner, or add files.</source>
        <translation>Thư mục không quét được một tờ: hãy chọn máy quét, hoặc thêm tệp.</translation>
    </message>
    <message>
        <source>Feeding paper…</source>
        <translation>Đang kéo giấy…</translation>
    </message>
    <message>
        <source>Pages scanned and saved: {count}</source>
        <translation>Đã quét và lưu {count} trang</translation>
    </message>
    <message>
        <source>{given} sheets were given, {sheets} are scanned. Put in the rest.</source>
        <translation>Đã giao {given} tờ, mới quét {sheets} tờ. Hãy cho phần còn lại vào máy.</translation>
    </message>
    <message>
        <source>Scanned: {sheets} sheets, {images} pages. All are saved.</source>
        <translation>Đã quét {sheets} tờ, {images} trang. Tất cả đã được lưu.</translation>
    </message>
</context>
<context>
    <name>SeatsDialog</name>
    <message>
        <source>Seats</source>
        <translation>Vị trí làm việc</translation>
    </message>
    <message>
        <source>Give these seats</source>
        <translation>Giao các vị trí này</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Seats of {name}, from their next action on.</source>
        <translation>Vị trí làm việc của {name}, tính từ thao tác tiếp theo.</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>SelfTestScreen</name>
    <message>
        <source>What was tried</source>
        <translation>Những gì đã thử</translation>
    </message>
    <message>
        <source>Try everything again</source>
        <translation>Thử lại tất cả</translation>
    </message>
    <message>
        <source>Back the records up…</source>
        <translation>Sao lưu kho hồ sơ…</translation>
    </message>
    <message>
        <source>Recovery sheet…</source>
        <translation>Phiếu khôi phục…</translation>
    </message>
    <message>
        <source>Is this desk ready?</source>
        <translation>Máy này đã sẵn sàng chưa?</translation>
    </message>
    <message>
        <source>Trying one thing after the other…</source>
        <translation>Đang thử lần lượt từng thứ…</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>Tự kiểm tra</translation>
    </message>
    <message>
        <source>Not ready: {count} of {total} need somebody.</source>
        <translation>Chưa sẵn sàng: {count} trong {total} mục cần xử lý.</translation>
    </message>
    <message>
        <source>Ready; {count} of {total} should be better.</source>
        <translation>Sẵn sàng; {count} trong {total} mục nên làm tốt hơn.</translation>
    </message>
    <message>
        <source>Ready: all {total} are in order.</source>
        <translation>Sẵn sàng: cả {total} mục đều tốt.</translation>
    </message>
</context>
<context>
    <name>SendBackDialog</name>
    <message>
        <source>Send back, do not sign</source>
        <translation>Trả lại, không ký</translation>
    </message>
    <message>
        <source>Result No. {number} goes back to the results to be composed again; it keeps its number. If a verified value is wrong, have it corrected in the warehouse first.</source>
        <translation>Kết quả số {number} được trả về mục Kết quả để soạn lại và giữ nguyên số. Nếu giá trị đã xác minh bị sai, hãy đề nghị đính chính trong kho dữ liệu trước.</translation>
    </message>
    <message>
        <source>The person&apos;s signature on it no longer counts.</source>
        <translation>Chữ ký của người có thẩm quyền trên bản này không còn được tính.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>What must be put right?</source>
        <translation>Cần sửa điều gì?</translation>
    </message>
    <message>
        <source>Do not send back</source>
        <translation>Không trả lại</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Trả lại</translation>
    </message>
    <message>
        <source>Say in a few words why it is not signed.</source>
        <translation>Hãy ghi vắn tắt vì sao không ký.</translation>
    </message>
</context>
<context>
    <name>SeparatorDialog</name>
    <message>
        <source>Separator sheets</source>
        <translation>Tờ phân cách</translation>
    </message>
    <message>
        <source>Which sheets</source>
        <translation>Loại tờ phân cách</translation>
    </message>
    <message>
        <source>For dossier {code}: one sheet for each of its components</source>
        <translation>Cho hồ sơ {code}: mỗi thành phần một tờ</translation>
    </message>
    <message>
        <source>For any dossier: one sheet that begins a new paper</source>
        <translation>Cho mọi hồ sơ: một tờ báo giấy tờ mới</translation>
    </message>
    <message>
        <source>Patch codes 1, 2, 3, 4, 6 and T, for machines that read no QR code</source>
        <translation>Mã vạch Patch 1, 2, 3, 4, 6 và T, cho máy không đọc được mã QR</translation>
    </message>
    <message>
        <source>&amp;Save as PDF</source>
        <translation>&amp;Lưu thành PDF</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;In</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Lay a sheet before each paper of the stack. The program finds the sheets, begins a new paper behind each of them and lays them into the bin.</source>
        <translation>Đặt một tờ lên trước mỗi giấy tờ trong chồng. Chương trình nhận ra các tờ này, tách giấy tờ mới sau mỗi tờ và cất chúng vào thùng trang.</translation>
    </message>
    <message>
        <source>Save the sheets as</source>
        <translation>Lưu các tờ thành</translation>
    </message>
    <message>
        <source>separators</source>
        <translation>to-phan-cach</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings of a neighbour</source>
        <translation>Cấu hình kết nối</translation>
    </message>
    <message>
        <source>The name may hold a to z, digits and hyphens: tinh or kho-s3.</source>
        <translation>Tên chỉ gồm a đến z, chữ số và dấu gạch nối: tinh hoặc kho-s3.</translation>
    </message>
    <message>
        <source>The address is not one of this system; most begin with https://.</source>
        <translation>Địa chỉ không đúng với hệ thống này; phần lớn bắt đầu bằng https://.</translation>
    </message>
    <message>
        <source>“{key}” is refused: {problem}. Was “{nearest}” meant?</source>
        <translation>Không nhận «{key}»: {problem}. Có phải là «{nearest}» không?</translation>
    </message>
    <message>
        <source>“{key}” is refused: {problem}.</source>
        <translation>Không nhận «{key}»: {problem}.</translation>
    </message>
    <message>
        <source>a short name such as tinh or kho-s3</source>
        <translation>tên ngắn, ví dụ tinh hoặc kho-s3</translation>
    </message>
    <message>
        <source>Exchange with this neighbour</source>
        <translation>Trao đổi với hệ thống này</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Tên</translation>
    </message>
    <message>
        <source>S&amp;ystem</source>
        <translation>&amp;Hệ thống</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>Đị&amp;a chỉ</translation>
    </message>
    <message>
        <source>&amp;Keep the settings</source>
        <translation>&amp;Lưu cấu hình</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Not confirmed yet: {what}. Law: {law}.</source>
        <translation>Chưa xác nhận: {what}. Căn cứ: {law}.</translation>
    </message>
    <message>
        <source>&amp;Code tables (TOML)</source>
        <translation>Bảng &amp;mã (TOML)</translation>
    </message>
    <message>
        <source>States of dossiers</source>
        <translation>Trạng thái hồ sơ</translation>
    </message>
    <message>
        <source>Papers and their values</source>
        <translation>Giấy tờ và thông tin</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Notices to citizens</source>
        <translation>Thông báo cho công dân</translation>
    </message>
    <message>
        <source>Requests to other agencies</source>
        <translation>Yêu cầu sang cơ quan khác</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Gửi những gì</translation>
    </message>
    <message>
        <source>kept in this machine&apos;s keyring</source>
        <translation>đã giữ trong kho khóa của máy này</translation>
    </message>
    <message>
        <source>not kept yet</source>
        <translation>chưa có</translation>
    </message>
    <message>
        <source>Secret: {name}</source>
        <translation>Bí mật: {name}</translation>
    </message>
    <message>
        <source>&amp;Pins of the server&apos;s key</source>
        <translation>Vân khóa máy &amp;chủ</translation>
    </message>
    <message>
        <source>&amp;Root certificates (PEM)</source>
        <translation>Chứng thư &amp;gốc (PEM)</translation>
    </message>
    <message>
        <source>The code tables cannot be read: {reason}</source>
        <translation>Không đọc được bảng mã: {reason}</translation>
    </message>
</context>
<context>
    <name>SignDialog</name>
    <message>
        <source>{ready} of {total} results will be signed.</source>
        <translation>Sẽ ký {ready} trên {total} kết quả.</translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Officers of the practice office</source>
        <translation>Cán bộ của văn phòng thực hành</translation>
    </message>
    <message>
        <source>Remove the practice office…</source>
        <translation>Gỡ bỏ văn phòng thực hành…</translation>
    </message>
    <message>
        <source>Practice office</source>
        <translation>Văn phòng thực hành</translation>
    </message>
    <message>
        <source>Choose the officer whose seat you want to take. Nothing here is real.</source>
        <translation>Chọn cán bộ để vào vị trí làm việc. Ở đây không có gì là thật.</translation>
    </message>
    <message>
        <source>Please sign in.</source>
        <translation>Vui lòng đăng nhập.</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Đã khóa</translation>
    </message>
    <message>
        <source>{name}, please enter your password to go on where you were. Somebody else may sign in with their own name.</source>
        <translation>{name}, hãy nhập mật khẩu để làm tiếp việc đang dở. Người khác có thể đăng nhập bằng tên của mình.</translation>
    </message>
    <message>
        <source>&amp;Login name</source>
        <translation>&amp;Tên đăng nhập</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>&amp;Mật khẩu</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Đăng nhập</translation>
    </message>
    <message>
        <source>Sign in by the certificate on a token</source>
        <translation>Đăng nhập bằng chứng thư trên thiết bị ký</translation>
    </message>
</context>
<context>
    <name>SigningScreen</name>
    <message>
        <source>Queue of the person</source>
        <translation>Người ký</translation>
    </message>
    <message>
        <source>Queue of the agency</source>
        <translation>Cơ quan đóng dấu</translation>
    </message>
    <message>
        <source>Choose all or none</source>
        <translation>Chọn hoặc bỏ chọn tất cả</translation>
    </message>
    <message>
        <source>Looked at, next</source>
        <translation>Đã xem, sang bản kế</translation>
    </message>
    <message>
        <source>Sign the chosen</source>
        <translation>Ký bản đã chọn</translation>
    </message>
    <message>
        <source>Send back, do not sign</source>
        <translation>Trả lại, không ký</translation>
    </message>
    <message>
        <source>Finish what waits</source>
        <translation>Hoàn tất bản đang chờ</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Tạm dừng</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Show the last report</source>
        <translation>Báo cáo lần ký gần nhất</translation>
    </message>
    <message>
        <source>Signature and seal pictures</source>
        <translation>Ảnh chữ ký và con dấu</translation>
    </message>
    <message>
        <source>Archive timestamps</source>
        <translation>Dấu thời gian lưu trữ</translation>
    </message>
    <message>
        <source>Preview of the result</source>
        <translation>Bản xem trước kết quả</translation>
    </message>
    <message>
        <source>No result is open</source>
        <translation>Chưa mở kết quả nào</translation>
    </message>
    <message>
        <source>Choose a result on the left to look at it before it is signed.</source>
        <translation>Chọn một kết quả ở bên trái để xem trước khi ký.</translation>
    </message>
    <message>
        <source>Results that wait for a signature</source>
        <translation>Kết quả chờ ký</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Ký số</translation>
    </message>
    <message>
        <source>The last batch was interrupted after all {total} were signed.</source>
        <translation>Lần ký trước bị ngắt sau khi cả {total} kết quả đã ký xong.</translation>
    </message>
    <message>
        <source>The last batch was interrupted: {done} of {total} were signed. The other {left} are as they were and are ticked; sign them now.</source>
        <translation>Lần ký trước bị ngắt: đã ký {done} trên {total} kết quả. {left} kết quả còn lại vẫn giữ nguyên và đã được chọn sẵn; hãy ký tiếp.</translation>
    </message>
    <message>
        <source>Nothing waits for the agency: a person signs first.</source>
        <translation>Không có kết quả nào chờ cơ quan đóng dấu số: người có thẩm quyền ký trước.</translation>
    </message>
    <message>
        <source>Nothing waits for a person&apos;s signature.</source>
        <translation>Không có kết quả nào chờ người có thẩm quyền ký.</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>Đã chọn {count}</translation>
    </message>
    <message>
        <source>Sign the chosen ({count})</source>
        <translation>Ký bản đã chọn ({count})</translation>
    </message>
    <message>
        <source>Seal the chosen ({count})</source>
        <translation>Đóng dấu số bản đã chọn ({count})</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Tiếp tục</translation>
    </message>
</context>
<context>
    <name>SigningStrip</name>
    <message>
        <source>Progress of the signatures</source>
        <translation>Tiến độ ký</translation>
    </message>
    <message>
        <source>Paused: {done} of {total} are finished.</source>
        <translation>Tạm dừng: đã xong {done} trên {total}.</translation>
    </message>
    <message>
        <source>Signing: {done} of {total} are finished.</source>
        <translation>Đang ký: đã xong {done} trên {total}.</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>Split page {number}</source>
        <translation>Tách trang {number}</translation>
    </message>
    <message>
        <source>Width of the left page</source>
        <translation>Bề rộng trang bên trái</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Tách</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Click where the fold is, or move the line with the arrow keys.</source>
        <translation>Nhấp vào chỗ gấp, hoặc di chuyển đường kẻ bằng các phím mũi tên.</translation>
    </message>
</context>
<context>
    <name>TellingDialog</name>
    <message>
        <source>Tell or ask about the dossier</source>
        <translation>Báo tin hoặc hỏi về hồ sơ</translation>
    </message>
    <message>
        <source>such as 06/05/2003</source>
        <translation>ví dụ 06/05/2003</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Việc cần làm</translation>
    </message>
    <message>
        <source>To be carried &amp;by</source>
        <translation>&amp;Gửi qua</translation>
    </message>
    <message>
        <source>&amp;Reason or content</source>
        <translation>&amp;Lý do hoặc nội dung</translation>
    </message>
    <message>
        <source>Full &amp;name</source>
        <translation>&amp;Họ và tên</translation>
    </message>
    <message>
        <source>&amp;Personal id number</source>
        <translation>Số định &amp;danh cá nhân</translation>
    </message>
    <message>
        <source>&amp;Date of birth</source>
        <translation>&amp;Ngày sinh</translation>
    </message>
    <message>
        <source>&amp;Kind of paper</source>
        <translation>&amp;Loại giấy tờ</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Gửi</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Please fill in: {what}.</source>
        <translation>Hãy điền: {what}.</translation>
    </message>
</context>
<context>
    <name>TemplatesScreen</name>
    <message>
        <source>Save for the office</source>
        <translation>Lưu cho cơ quan</translation>
    </message>
    <message>
        <source>Back to the shipped template</source>
        <translation>Về mẫu xuất xưởng</translation>
    </message>
    <message>
        <source>Go to the wrong line</source>
        <translation>Tới dòng sai</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Mẫu</translation>
    </message>
    <message>
        <source>Layout (typst)</source>
        <translation>Trình bày (typst)</translation>
    </message>
    <message>
        <source>Fields (TOML)</source>
        <translation>Trường (TOML)</translation>
    </message>
    <message>
        <source>Data for the preview (JSON)</source>
        <translation>Dữ liệu xem thử (JSON)</translation>
    </message>
    <message>
        <source>Parts of the template</source>
        <translation>Các phần của mẫu</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Mẫu văn bản</translation>
    </message>
    <message>
        <source>The page as it is written</source>
        <translation>Trang theo mẫu đang soạn</translation>
    </message>
    <message>
        <source>The office&apos;s own template.</source>
        <translation>Mẫu riêng của cơ quan.</translation>
    </message>
    <message>
        <source>The template as shipped.</source>
        <translation>Mẫu xuất xưởng.</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>Chưa lưu.</translation>
    </message>
    <message>
        <source>What was written is not saved. Leave it and open the other template?</source>
        <translation>Nội dung đang soạn chưa lưu. Bỏ nội dung này và mở mẫu khác?</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Bỏ và mở mẫu khác</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Soạn tiếp</translation>
    </message>
    <message>
        <source>The template is saved and in force.</source>
        <translation>Đã lưu mẫu; mẫu có hiệu lực ngay.</translation>
    </message>
    <message>
        <source>Take the office&apos;s own template away and use the shipped one again?</source>
        <translation>Bỏ mẫu riêng của cơ quan và dùng lại mẫu xuất xưởng?</translation>
    </message>
    <message>
        <source>Use the shipped one</source>
        <translation>Dùng mẫu xuất xưởng</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>TryModel</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Không tìm thấy gì.</translation>
    </message>
</context>
<context>
    <name>UnaddedDialog</name>
    <message>
        <source>Files that were not added yet</source>
        <translation>Các tệp chưa được thêm</translation>
    </message>
    <message>
        <source>The program stopped while files were being added. What was added is safe; these {count} files are not in their dossiers yet.</source>
        <translation>Chương trình đã dừng khi đang thêm tệp. Những tệp đã thêm vẫn an toàn; {count} tệp dưới đây chưa có trong hồ sơ.</translation>
    </message>
    <message>
        <source>Add them now</source>
        <translation>Thêm ngay</translation>
    </message>
    <message>
        <source>Do not add them</source>
        <translation>Không thêm nữa</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Để sau</translation>
    </message>
</context>
<context>
    <name>UpkeepDialog</name>
    <message>
        <source>Archive timestamps</source>
        <translation>Dấu thời gian lưu trữ</translation>
    </message>
    <message>
        <source>Results that are due</source>
        <translation>Kết quả đến hạn</translation>
    </message>
    <message>
        <source>Nothing is due</source>
        <translation>Không có gì đến hạn</translation>
    </message>
    <message>
        <source>No proof of a released result ends in the next {days} days.</source>
        <translation>Trong {days} ngày tới, không bằng chứng nào của kết quả đã phát hành hết hạn.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>An archive timestamp proves a result while its own certificate lasts. A new one carries the proof on; no token is needed.</source>
        <translation>Dấu thời gian lưu trữ chứng minh kết quả trong thời hạn chứng thư của chính nó. Dấu mới nối tiếp bằng chứng; không cần thiết bị ký.</translation>
    </message>
    <message>
        <source>Renew {count} results</source>
        <translation>Gia hạn {count} kết quả</translation>
    </message>
    <message>
        <source>{count} results are renewed.</source>
        <translation>Đã gia hạn {count} kết quả.</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>Sắp hết hạn</translation>
    </message>
    <message>
        <source>Has ended</source>
        <translation>Đã hết hạn</translation>
    </message>
    <message>
        <source>No archive timestamp</source>
        <translation>Chưa có dấu lưu trữ</translation>
    </message>
    <message>
        <source>proof ends on {day}</source>
        <translation>bằng chứng hết hạn ngày {day}</translation>
    </message>
</context>
<context>
    <name>VerdictPane</name>
    <message>
        <source>Verdict on the signatures</source>
        <translation>Kết luận về chữ ký số</translation>
    </message>
</context>
<context>
    <name>VerificationScreen</name>
    <message>
        <source>Nothing waits to be checked</source>
        <translation>Không có hồ sơ chờ kiểm tra</translation>
    </message>
    <message>
        <source>Dossiers appear here when a clerk hands them over.</source>
        <translation>Hồ sơ xuất hiện ở đây khi cán bộ một cửa chuyển sang.</translation>
    </message>
    <message>
        <source>Every field of this paper is settled. Enter again accepts the paper.</source>
        <translation>Mọi trường của giấy tờ này đã xong. Nhấn Enter lần nữa để chấp nhận cả giấy tờ.</translation>
    </message>
    <message>
        <source>{count} fields of this paper still need a person; this is the first.</source>
        <translation>Giấy tờ này còn {count} trường cần người xem; đây là trường đầu tiên.</translation>
    </message>
    <message>
        <source>Every paper is settled. Ctrl+Shift+Enter finishes the check.</source>
        <translation>Mọi giấy tờ đã xong. Nhấn Ctrl+Shift+Enter để hoàn tất kiểm tra.</translation>
    </message>
    <message>
        <source>No other page has a field that needs a person.</source>
        <translation>Không còn trang nào có trường cần xem.</translation>
    </message>
    <message>
        <source>No more doubtful letters that way in this paper.</source>
        <translation>Theo chiều này giấy tờ không còn chữ đáng ngờ nào.</translation>
    </message>
    <message>
        <source>All saved</source>
        <translation>Đã lưu</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Chưa lưu được</translation>
    </message>
</context>
<context>
    <name>WarehouseScreen</name>
    <message>
        <source>Show the pixels and the person</source>
        <translation>Xem hình gốc và người kiểm tra</translation>
    </message>
    <message>
        <source>Propose a correction</source>
        <translation>Đề nghị đính chính</translation>
    </message>
    <message>
        <source>Approve the correction</source>
        <translation>Chấp nhận đính chính</translation>
    </message>
    <message>
        <source>Refuse the correction</source>
        <translation>Từ chối đính chính</translation>
    </message>
    <message>
        <source>The dossier is settled</source>
        <translation>Đã xử lý hồ sơ</translation>
    </message>
    <message>
        <source>A name, a person&apos;s or a firm&apos;s number</source>
        <translation>Họ tên, số định danh, mã số tổ chức</translation>
    </message>
    <message>
        <source>People, corrections and old values</source>
        <translation>Người, đính chính và giá trị cũ</translation>
    </message>
    <message>
        <source>Warehouse</source>
        <translation>Kho dữ liệu</translation>
    </message>
    <message>
        <source>Verified facts</source>
        <translation>Giá trị đã kiểm tra</translation>
    </message>
    <message>
        <source>The right value</source>
        <translation>Giá trị đúng</translation>
    </message>
    <message>
        <source>Why it is wrong, or what was done</source>
        <translation>Vì sao sai, hoặc đã làm gì</translation>
    </message>
    <message>
        <source>The warehouse knows nobody of this name.</source>
        <translation>Kho dữ liệu không có ai tên này.</translation>
    </message>
    <message>
        <source>Type a name or a number on the left: what was verified of them stands here.</source>
        <translation>Gõ họ tên hoặc số ở bên trái: những gì đã kiểm tra về người đó sẽ hiện ở đây.</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Đang chờ</translation>
    </message>
    <message>
        <source>Dossier {code} rests on an old value</source>
        <translation>Hồ sơ {code} đã dùng giá trị cũ</translation>
    </message>
    <message>
        <source>Old value</source>
        <translation>Giá trị cũ</translation>
    </message>
    <message>
        <source>Verified facts of {number}</source>
        <translation>Giá trị đã kiểm tra của {number}</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Hiệu lực</translation>
    </message>
    <message>
        <source>True from</source>
        <translation>Đúng từ</translation>
    </message>
    <message>
        <source>Known since</source>
        <translation>Biết từ</translation>
    </message>
    <message>
        <source>Verified by</source>
        <translation>Người kiểm tra</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Nothing verified is held under this number.</source>
        <translation>Chưa có giá trị đã kiểm tra nào theo số này.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Còn</translation>
    </message>
    <message>
        <source>No: corrected</source>
        <translation>Đã đính chính</translation>
    </message>
    <message>
        <source>No: a newer paper</source>
        <translation>Có giấy tờ mới</translation>
    </message>
    <message>
        <source>The correction waits for another officer to approve it.</source>
        <translation>Đính chính đang chờ cán bộ khác chấp nhận.</translation>
    </message>
    <message>
        <source>Corrected. Dossiers that used the old value: {codes}</source>
        <translation>Đã đính chính. Hồ sơ đã dùng giá trị cũ: {codes}</translation>
    </message>
    <message>
        <source>The value stays as it is.</source>
        <translation>Giữ nguyên giá trị.</translation>
    </message>
    <message>
        <source>It is noted what was done about the dossier.</source>
        <translation>Đã ghi lại việc xử lý hồ sơ.</translation>
    </message>
</context>
<context>
    <name>WitnessTable</name>
    <message>
        <source>Population database</source>
        <translation>CSDL dân cư</translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation>không có</translation>
    </message>
    <message>
        <source>agrees, asked {at}</source>
        <translation>khớp, tra cứu {at}</translation>
    </message>
    <message>
        <source>differs, asked {at}</source>
        <translation>khác, tra cứu {at}</translation>
    </message>
    <message>
        <source>{count} witnesses agree.</source>
        <translation>{count} nguồn khớp nhau.</translation>
    </message>
    <message>
        <source>As much speaks for one value as for the other; look at the card.</source>
        <translation>Chưa rõ nguồn nào đúng; hãy xem thẻ.</translation>
    </message>
    <message>
        <source>Differs from the others: {names}</source>
        <translation>Khác các nguồn còn lại: {names}</translation>
    </message>
</context>
<context>
    <name>WorkRow</name>
    <message>
        <source>Stop: {work}</source>
        <translation>Dừng: {work}</translation>
    </message>
    <message>
        <source>Stopping; what is finished is kept.</source>
        <translation>Đang dừng; phần đã xong được giữ lại.</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}/{total}</translation>
    </message>
</context>
<context>
    <name>_BinModel</name>
    <message>
        <source>Blank</source>
        <translation>Trang trắng</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Tờ phân cách</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Đã bỏ</translation>
    </message>
</context>
<context>
    <name>accounts</name>
    <message>
        <source>Another password for {name}, who should change it at once.</source>
        <translation>Mật khẩu khác cho {name}; người này nên đổi lại ngay.</translation>
    </message>
    <message>
        <source>{name} will sign in and act no more. What they did keeps their name.</source>
        <translation>{name} sẽ không đăng nhập và không thao tác được nữa. Những việc đã làm vẫn ghi tên người này.</translation>
    </message>
    <message>
        <source>Let nobody sign in by this account</source>
        <translation>Không cho đăng nhập bằng tài khoản này</translation>
    </message>
    <message>
        <source>Disable the account</source>
        <translation>Ngừng tài khoản</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Giữ nguyên</translation>
    </message>
</context>
<context>
    <name>backup</name>
    <message>
        <source>Back the records up into the folder</source>
        <translation>Sao lưu kho hồ sơ vào thư mục</translation>
    </message>
    <message>
        <source>Save the recovery sheet as</source>
        <translation>Lưu phiếu khôi phục thành</translation>
    </message>
    <message>
        <source>Backed up and read back: {files} files, {copied} of them new, in {folder}.</source>
        <translation>Đã sao lưu và đọc lại: {files} tệp, trong đó {copied} tệp mới, tại {folder}.</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>Đang sao lưu</translation>
    </message>
    <message>
        <source>The recovery sheet is written: {file}. Print it, lock it away, delete the file.</source>
        <translation>Đã ghi phiếu khôi phục: {file}. Hãy in ra, cất vào két rồi xóa tệp.</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>Phiếu khôi phục</translation>
    </message>
</context>
<context>
    <name>certificate_sign_in</name>
    <message>
        <source>Sign in by certificate</source>
        <translation>Đăng nhập bằng chứng thư</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Đăng nhập</translation>
    </message>
    <message>
        <source>The token signs a random number; nothing else.</source>
        <translation>Thiết bị ký chỉ ký một số ngẫu nhiên, không ký gì khác.</translation>
    </message>
</context>
<context>
    <name>checking_tables</name>
    <message>
        <source>Officer</source>
        <translation>Cán bộ</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Số quyết định</translation>
    </message>
    <message>
        <source>Seconds a decision</source>
        <translation>Giây mỗi quyết định</translation>
    </message>
    <message>
        <source>Decisions an hour in fields</source>
        <translation>Quyết định mỗi giờ nhập</translation>
    </message>
    <message>
        <source>Keys a decision</source>
        <translation>Phím mỗi quyết định</translation>
    </message>
    <message>
        <source>Keyed twice</source>
        <translation>Nhập kiểm hai lần</translation>
    </message>
    <message>
        <source>Of these right, %</source>
        <translation>Trong đó đúng, %</translation>
    </message>
    <message>
        <source>Checking by person</source>
        <translation>Kiểm tra theo cán bộ</translation>
    </message>
    <message>
        <source>Sure values drawn</source>
        <translation>Giá trị chắc được chọn</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Đã xem</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Sai</translation>
    </message>
    <message>
        <source>Wrong, %</source>
        <translation>Sai, %</translation>
    </message>
    <message>
        <source>At most, % (95 of 100 times)</source>
        <translation>Nhiều nhất, % (95/100 lần)</translation>
    </message>
    <message>
        <source>Machine measured</source>
        <translation>Đo máy đọc</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Từ ngày</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>Tạm gác</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Xin ý kiến</translation>
    </message>
    <message>
        <source>Postponed and escalated</source>
        <translation>Tạm gác và xin ý kiến</translation>
    </message>
</context>
<context>
    <name>clerk</name>
    <message>
        <source>{days} working days</source>
        <translation>{days} ngày làm việc</translation>
    </message>
    <message>
        <source>due {day}</source>
        <translation>hẹn {day}</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Bắt buộc</translation>
    </message>
    <message>
        <source>If there is one</source>
        <translation>Nếu có</translation>
    </message>
    <message>
        <source>Kind of paper not known</source>
        <translation>Chưa rõ loại giấy tờ</translation>
    </message>
    <message>
        <source>Page {numbers}</source>
        <translation>Trang {numbers}</translation>
    </message>
    <message>
        <source>No page: it stands in the records already</source>
        <translation>Không có trang: giấy tờ đã có trong kho</translation>
    </message>
    <message>
        <source>Reused</source>
        <translation>Dùng lại</translation>
    </message>
    <message>
        <source>Choose its kind</source>
        <translation>Cần chọn loại</translation>
    </message>
    <message>
        <source>Chosen by an officer</source>
        <translation>Cán bộ chọn</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Máy nhận dạng</translation>
    </message>
    <message>
        <source>Page {number}: {fault}. {reason} Ctrl+F9 scans it again.</source>
        <translation>Trang {number}: {fault}. {reason} Nhấn Ctrl+F9 để quét lại.</translation>
    </message>
    <message>
        <source>Already in the records: {paper}, verified on {day} by {officer} in dossier {dossier}. Reusing it adds no page.</source>
        <translation>Giấy tờ đã có trong kho: {paper}, do {officer} kiểm tra ngày {day} trong hồ sơ {dossier}. Dùng lại thì không phải nộp và không thêm trang nào.</translation>
    </message>
    <message>
        <source>(Offer {number} of {total})</source>
        <translation>(Đề nghị {number} trên {total})</translation>
    </message>
    <message>
        <source>{procedure} (time {number})</source>
        <translation>{procedure} (lần {number})</translation>
    </message>
</context>
<context>
    <name>copies</name>
    <message>
        <source>Every paper carries this signature already.</source>
        <translation>Mọi giấy tờ đã có chữ ký này.</translation>
    </message>
    <message>
        <source>Sign the copies of papers</source>
        <translation>Ký bản sao giấy tờ</translation>
    </message>
    <message>
        <source>Sign {count} copies</source>
        <translation>Ký {count} bản sao</translation>
    </message>
    <message>
        <source>{count} copies will be signed with your own certificate.</source>
        <translation>Sẽ ký {count} bản sao bằng chứng thư số cá nhân của cán bộ.</translation>
    </message>
    <message>
        <source>{count} copies will be signed as the agency.</source>
        <translation>Sẽ ký {count} bản sao với tư cách cơ quan.</translation>
    </message>
    <message>
        <source>Signing the copies</source>
        <translation>Đang ký bản sao</translation>
    </message>
    <message>
        <source>{count} copies are signed and checked.</source>
        <translation>Đã ký và kiểm tra {count} bản sao.</translation>
    </message>
    <message>
        <source>{count} pages</source>
        <translation>{count} trang</translation>
    </message>
    <message>
        <source>Paper of unknown kind</source>
        <translation>Giấy tờ chưa rõ loại</translation>
    </message>
</context>
<context>
    <name>custody</name>
    <message>
        <source>This passphrase does not open the records. Please type it once more.</source>
        <translation>Câu mật khẩu này không mở được kho hồ sơ. Hãy gõ lại.</translation>
    </message>
    <message>
        <source>Passphrase of the records</source>
        <translation>Câu mật khẩu của kho hồ sơ</translation>
    </message>
    <message>
        <source>The key of these records is kept under a passphrase.</source>
        <translation>Khóa của kho hồ sơ này được giữ bằng một câu mật khẩu.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Câu mật khẩu</translation>
    </message>
    <message>
        <source>Open the records</source>
        <translation>Mở kho hồ sơ</translation>
    </message>
    <message>
        <source>Bring the records back</source>
        <translation>Khôi phục kho hồ sơ</translation>
    </message>
    <message>
        <source>Type the text of the recovery sheet, line by line, or the passphrase the records were under.</source>
        <translation>Hãy gõ các dòng trên phiếu khôi phục theo thứ tự, hoặc câu mật khẩu đã giữ kho hồ sơ.</translation>
    </message>
    <message>
        <source>Text of the recovery sheet, or passphrase</source>
        <translation>Nội dung phiếu khôi phục, hoặc câu mật khẩu</translation>
    </message>
    <message>
        <source>Folder of the backup</source>
        <translation>Thư mục sao lưu</translation>
    </message>
</context>
<context>
    <name>field_words</name>
    <message>
        <source>Decided</source>
        <translation>Đã quyết định</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Chắc chắn</translation>
    </message>
    <message>
        <source>Needs a person</source>
        <translation>Cần người xem</translation>
    </message>
    <message>
        <source>Check objects</source>
        <translation>Có phát hiện</translation>
    </message>
    <message>
        <source>Sensitive data: you may not see it</source>
        <translation>Dữ liệu nhạy cảm: bạn không có quyền xem</translation>
    </message>
    <message>
        <source>Two people stand for it</source>
        <translation>Hai người cùng xác nhận</translation>
    </message>
    <message>
        <source>It stands: {reason}</source>
        <translation>Giữ nguyên: {reason}</translation>
    </message>
    <message>
        <source>A check warns: Enter asks why it stands</source>
        <translation>Có cảnh báo: nhấn Enter để ghi lý do giữ nguyên</translation>
    </message>
    <message>
        <source>Blank on the paper</source>
        <translation>Trên giấy để trống</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Không đọc được</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Không áp dụng</translation>
    </message>
    <message>
        <source>From the file&apos;s own text</source>
        <translation>Từ lớp chữ của tệp</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Nhận dạng từ ảnh</translation>
    </message>
    <message>
        <source>From the QR code</source>
        <translation>Đọc từ mã QR</translation>
    </message>
    <message>
        <source>From the machine-readable lines</source>
        <translation>Đọc từ dòng MRZ</translation>
    </message>
    <message>
        <source>Derived from other fields</source>
        <translation>Suy ra từ trường khác</translation>
    </message>
    <message>
        <source>From an earlier dossier</source>
        <translation>Dùng lại từ hồ sơ trước</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>Gõ tay</translation>
    </message>
    <message>
        <source>Kept from you; another officer looks at it</source>
        <translation>Bạn không có quyền xem; cán bộ khác sẽ kiểm tra</translation>
    </message>
    <message>
        <source>Keyed by two people on the screen Blind keying</source>
        <translation>Do hai người nhập ở màn hình Nhập kiểm hai lần</translation>
    </message>
    <message>
        <source>A check objects: see the note below</source>
        <translation>Chưa hợp lệ: xem ghi chú bên dưới</translation>
    </message>
    <message>
        <source>Drawn to check the machine</source>
        <translation>Chọn ngẫu nhiên để kiểm tra máy</translation>
    </message>
    <message>
        <source>Always looked at</source>
        <translation>Luôn phải xem</translation>
    </message>
    <message>
        <source>Readings differ</source>
        <translation>Các lần đọc khác nhau</translation>
    </message>
    <message>
        <source>Read once; nothing confirms it</source>
        <translation>Mới đọc một lần, chưa có gì xác nhận</translation>
    </message>
    <message>
        <source>Two people key this value, each without seeing the other&apos;s or the machine&apos;s; when they differ a third decides.</source>
        <translation>Hai người nhập trường này độc lập, không thấy giá trị của nhau và của máy; nếu khác nhau thì người thứ ba quyết định.</translation>
    </message>
    <message>
        <source>The machine was sure. It was drawn at random to measure how often the machine errs.</source>
        <translation>Máy đã chắc chắn; giá trị được chọn ngẫu nhiên để đo tỷ lệ máy đọc sai.</translation>
    </message>
    <message>
        <source>The field was not found on the page. Type it, click its words with Ctrl held, or say why there is none.</source>
        <translation>Không tìm thấy trường này trên trang. Hãy gõ giá trị, giữ Ctrl rồi bấm vào chữ trên trang, hoặc cho biết vì sao không có.</translation>
    </message>
    <message>
        <source>Readings differ: “{one}”, “{others}”. Alt+1 takes the other one.</source>
        <translation>Các lần đọc khác nhau: “{one}”, “{others}”. Alt+1 lấy cách đọc khác.</translation>
    </message>
    <message>
        <source>It was read once and nothing on the papers confirms it. Compare it with the image.</source>
        <translation>Giá trị mới được đọc một lần và chưa có gì trên giấy tờ xác nhận. Hãy so với hình.</translation>
    </message>
    <message>
        <source>A person stands for it</source>
        <translation>Đã có người xác nhận</translation>
    </message>
    <message>
        <source>Not found on the page</source>
        <translation>Không tìm thấy trên trang</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>All files (*)</source>
        <translation>Mọi tệp (*)</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Tệp PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>Đã lưu thành {file}.</translation>
    </message>
</context>
<context>
    <name>finding</name>
    <message>
        <source>On a page of {code}</source>
        <translation>Trên một trang của {code}</translation>
    </message>
    <message>
        <source>Dossier {code}</source>
        <translation>Hồ sơ {code}</translation>
    </message>
</context>
<context>
    <name>first_steps</name>
    <message>
        <source>The office&apos;s details</source>
        <translation>Thông tin cơ quan</translation>
    </message>
    <message>
        <source>Name, code, place and the person who signs stand on every result and in the codes of dossiers.</source>
        <translation>Tên, mã, địa danh và người ký in trên mọi kết quả và có trong mã hồ sơ.</translation>
    </message>
    <message>
        <source>Fill in the details…</source>
        <translation>Điền thông tin…</translation>
    </message>
    <message>
        <source>Officers for all seats</source>
        <translation>Cán bộ cho mọi vị trí</translation>
    </message>
    <message>
        <source>At least three persons: who keyed does not verify, who verified does not sign.</source>
        <translation>Ít nhất ba người: người nhập không kiểm tra, người kiểm tra không ký.</translation>
    </message>
    <message>
        <source>Go to Officers</source>
        <translation>Đến mục Cán bộ</translation>
    </message>
    <message>
        <source>A scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Switch it on and connect it. A desk without one takes files in.</source>
        <translation>Hãy bật và nối máy quét. Máy không có máy quét thì nhận tệp.</translation>
    </message>
    <message>
        <source>Look for devices again</source>
        <translation>Tìm lại thiết bị</translation>
    </message>
    <message>
        <source>A signing token</source>
        <translation>Thiết bị ký số</translation>
    </message>
    <message>
        <source>Install the token&apos;s software from whoever issued it, then plug the token in.</source>
        <translation>Cài phần mềm của nơi cấp thiết bị ký, rồi cắm thiết bị vào máy.</translation>
    </message>
    <message>
        <source>Root certificates that are trusted</source>
        <translation>Chứng thư gốc được tin cậy</translation>
    </message>
    <message>
        <source>Without the root of whoever issued the tokens no signature is found trustworthy.</source>
        <translation>Thiếu chứng thư gốc của nơi cấp thiết bị ký thì không chữ ký nào được coi là đáng tin cậy.</translation>
    </message>
    <message>
        <source>Add a root certificate…</source>
        <translation>Thêm chứng thư gốc…</translation>
    </message>
    <message>
        <source>The recovery sheet, sealed and locked away</source>
        <translation>Phiếu khôi phục, niêm phong và cất giữ</translation>
    </message>
    <message>
        <source>Who loses the key loses the records: nobody can open them again.</source>
        <translation>Mất khóa là mất kho dữ liệu: không ai mở lại được.</translation>
    </message>
    <message>
        <source>Save the recovery sheet…</source>
        <translation>Lưu phiếu khôi phục…</translation>
    </message>
    <message>
        <source>The first backup</source>
        <translation>Bản sao lưu đầu tiên</translation>
    </message>
    <message>
        <source>On another disk, at least once a week. It is encrypted and read back at once.</source>
        <translation>Sao lưu sang ổ đĩa khác, ít nhất mỗi tuần một lần. Bản sao lưu được mã hóa và đọc lại ngay.</translation>
    </message>
    <message>
        <source>Back up into a folder…</source>
        <translation>Sao lưu vào thư mục…</translation>
    </message>
    <message>
        <source>Practise with sample dossiers</source>
        <translation>Thực hành với hồ sơ mẫu</translation>
    </message>
    <message>
        <source>The practice office opens in a window of its own, in a folder beside the records, and can be removed there at any time.</source>
        <translation>Văn phòng thực hành mở trong cửa sổ riêng, ở một thư mục cạnh kho dữ liệu, và gỡ bỏ được ở đó bất cứ lúc nào.</translation>
    </message>
    <message>
        <source>Open the practice office</source>
        <translation>Mở văn phòng thực hành</translation>
    </message>
</context>
<context>
    <name>forms</name>
    <message>
        <source>Issue and sign the form</source>
        <translation>Lập và ký số phiếu</translation>
    </message>
    <message>
        <source>Issue and sign</source>
        <translation>Lập và ký số</translation>
    </message>
    <message>
        <source>The form will be issued with your own certificate.</source>
        <translation>Phiếu sẽ được lập và ký bằng chứng thư số của chính bạn.</translation>
    </message>
    <message>
        <source>Save the PDF as</source>
        <translation>Lưu tệp PDF</translation>
    </message>
    <message>
        <source>As the dossier says, unless typed here</source>
        <translation>Theo hồ sơ, nếu không nhập ở đây</translation>
    </message>
    <message>
        <source>From the day</source>
        <translation>Từ ngày</translation>
    </message>
    <message>
        <source>To the day</source>
        <translation>Đến ngày</translation>
    </message>
</context>
<context>
    <name>heads</name>
    <message>
        <source>Verifying the journal</source>
        <translation>Đang kiểm tra nhật ký</translation>
    </message>
    <message>
        <source>Sign the page of today&apos;s head</source>
        <translation>Ký trang xác nhận nhật ký hôm nay</translation>
    </message>
    <message>
        <source>Sign the page</source>
        <translation>Ký trang</translation>
    </message>
    <message>
        <source>The whole journal is verified first, then the page is signed.</source>
        <translation>Toàn bộ nhật ký được kiểm tra trước, rồi trang mới được ký.</translation>
    </message>
    <message>
        <source>Save the page as</source>
        <translation>Lưu trang thành</translation>
    </message>
    <message>
        <source>The page is written: {file}. Keep it outside this machine, printed or on a disk.</source>
        <translation>Đã ghi trang {file}. Hãy cất giữ ngoài máy này: in ra giấy hoặc chép vào ổ đĩa riêng.</translation>
    </message>
</context>
<context>
    <name>own_password</name>
    <message>
        <source>In the practice office nobody has a password to change.</source>
        <translation>Ở văn phòng thực hành không ai có mật khẩu để đổi.</translation>
    </message>
    <message>
        <source>Your password is changed.</source>
        <translation>Mật khẩu của bạn đã đổi.</translation>
    </message>
    <message>
        <source>{name}, choose a password that nobody else knows.</source>
        <translation>{name}, hãy chọn một mật khẩu không ai khác biết.</translation>
    </message>
</context>
<context>
    <name>page_keys</name>
    <message>
        <source>Move the page view left</source>
        <translation>Dời trang sang trái</translation>
    </message>
    <message>
        <source>Move the page view right</source>
        <translation>Dời trang sang phải</translation>
    </message>
    <message>
        <source>Move the page view up</source>
        <translation>Dời trang lên</translation>
    </message>
    <message>
        <source>Move the page view down</source>
        <translation>Dời trang xuống</translation>
    </message>
    <message>
        <source>Enlarge the page</source>
        <translation>Phóng to trang</translation>
    </message>
    <message>
        <source>Make the page smaller</source>
        <translation>Thu nhỏ trang</translation>
    </message>
    <message>
        <source>Fit the page&apos;s width</source>
        <translation>Vừa chiều rộng trang</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>Xem cả trang</translation>
    </message>
    <message>
        <source>Turn the view a quarter</source>
        <translation>Xoay hình một phần tư vòng</translation>
    </message>
    <message>
        <source>Back to the field&apos;s place on the page</source>
        <translation>Về vị trí của trường trên trang</translation>
    </message>
    <message>
        <source>Hide the boxes while held</source>
        <translation>Giữ phím để ẩn các khung</translation>
    </message>
</context>
<context>
    <name>pictures</name>
    <message>
        <source>The picture is kept, encrypted.</source>
        <translation>Ảnh đã được lưu, có mã hóa.</translation>
    </message>
    <message>
        <source>The picture is taken away.</source>
        <translation>Đã gỡ ảnh.</translation>
    </message>
</context>
<context>
    <name>printing</name>
    <message>
        <source>{count} pages were sent to the printer.</source>
        <translation>Đã gửi {count} trang tới máy in.</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>Đang in</translation>
    </message>
</context>
<context>
    <name>reason_panel</name>
    <message>
        <source>Another reason (say which)</source>
        <translation>Lý do khác (ghi rõ)</translation>
    </message>
    <message>
        <source>Reason for returning</source>
        <translation>Lý do trả hồ sơ</translation>
    </message>
    <message>
        <source>A page is missing or cut off</source>
        <translation>Thiếu trang hoặc trang bị cắt mất nội dung</translation>
    </message>
    <message>
        <source>A page cannot be read; scan it again</source>
        <translation>Trang không đọc được, cần quét lại</translation>
    </message>
    <message>
        <source>A paper belongs to another dossier</source>
        <translation>Có giấy tờ của hồ sơ khác</translation>
    </message>
    <message>
        <source>The type of a paper is wrong</source>
        <translation>Phân loại sai giấy tờ</translation>
    </message>
    <message>
        <source>The papers contradict each other</source>
        <translation>Các giấy tờ mâu thuẫn nhau</translation>
    </message>
    <message>
        <source>What should the clerk do?</source>
        <translation>Cán bộ một cửa cần làm gì?</translation>
    </message>
    <message>
        <source>Say in a few words why the dossier goes back.</source>
        <translation>Hãy ghi vài chữ vì sao trả hồ sơ.</translation>
    </message>
    <message>
        <source>Return the dossier</source>
        <translation>Trả hồ sơ</translation>
    </message>
    <message>
        <source>Do not return</source>
        <translation>Không trả</translation>
    </message>
    <message>
        <source>Reason for postponing</source>
        <translation>Lý do tạm gác</translation>
    </message>
    <message>
        <source>Waiting for the citizen&apos;s answer</source>
        <translation>Chờ người dân trả lời</translation>
    </message>
    <message>
        <source>Waiting for another office&apos;s answer</source>
        <translation>Chờ cơ quan khác trả lời</translation>
    </message>
    <message>
        <source>Waiting for a record to be looked up</source>
        <translation>Chờ tra sổ, tra hồ sơ gốc</translation>
    </message>
    <message>
        <source>What is waited for?</source>
        <translation>Đang chờ điều gì?</translation>
    </message>
    <message>
        <source>Say in a few words why the dossier waits.</source>
        <translation>Hãy ghi vài chữ vì sao hồ sơ phải chờ.</translation>
    </message>
    <message>
        <source>Postpone the dossier</source>
        <translation>Tạm gác hồ sơ</translation>
    </message>
    <message>
        <source>Do not postpone</source>
        <translation>Không tạm gác</translation>
    </message>
    <message>
        <source>Reason for escalating</source>
        <translation>Lý do xin ý kiến</translation>
    </message>
    <message>
        <source>I cannot tell whether the paper is genuine</source>
        <translation>Không rõ giấy tờ thật hay giả</translation>
    </message>
    <message>
        <source>I cannot read a value with certainty</source>
        <translation>Không đọc chắc được một giá trị</translation>
    </message>
    <message>
        <source>The rules do not say what to do here</source>
        <translation>Quy định chưa rõ cho trường hợp này</translation>
    </message>
    <message>
        <source>I know the person and stand back</source>
        <translation>Tôi quen người này nên xin không kiểm tra</translation>
    </message>
    <message>
        <source>What should be decided?</source>
        <translation>Cần quyết định điều gì?</translation>
    </message>
    <message>
        <source>Say in a few words what another has to decide.</source>
        <translation>Hãy ghi vài chữ điều cần người khác quyết định.</translation>
    </message>
    <message>
        <source>Escalate the dossier</source>
        <translation>Xin ý kiến</translation>
    </message>
    <message>
        <source>Do not escalate</source>
        <translation>Không xin ý kiến</translation>
    </message>
    <message>
        <source>Why the value stands</source>
        <translation>Vì sao giữ nguyên giá trị</translation>
    </message>
    <message>
        <source>The paper says so, compared with the image</source>
        <translation>Giấy tờ ghi như vậy, đã đối chiếu ảnh</translation>
    </message>
    <message>
        <source>Another paper confirms it</source>
        <translation>Giấy tờ khác xác nhận</translation>
    </message>
    <message>
        <source>Looked up in the database</source>
        <translation>Đã tra cứu cơ sở dữ liệu</translation>
    </message>
    <message>
        <source>The citizen has confirmed it</source>
        <translation>Người dân đã xác nhận</translation>
    </message>
    <message>
        <source>The rule does not fit this case</source>
        <translation>Quy tắc không phù hợp với trường hợp này</translation>
    </message>
    <message>
        <source>What makes it right?</source>
        <translation>Căn cứ nào cho thấy đúng?</translation>
    </message>
    <message>
        <source>Say in a few words why the value stands.</source>
        <translation>Hãy ghi vài chữ vì sao giữ nguyên giá trị.</translation>
    </message>
    <message>
        <source>Let it stand</source>
        <translation>Giữ nguyên giá trị</translation>
    </message>
    <message>
        <source>Look at it again</source>
        <translation>Xem lại</translation>
    </message>
</context>
<context>
    <name>records</name>
    <message>
        <source>due {day}</source>
        <translation>hẹn {day}</translation>
    </message>
    <message>
        <source>The signature is not valid.</source>
        <translation>Chữ ký số không hợp lệ.</translation>
    </message>
    <message>
        <source>The signature is valid, but made with a test key.</source>
        <translation>Chữ ký số hợp lệ, nhưng ký bằng khóa thử nghiệm.</translation>
    </message>
    <message>
        <source>The signature is valid.</source>
        <translation>Chữ ký số hợp lệ.</translation>
    </message>
    <message>
        <source>Time of signing, confirmed by the timestamp of {service}</source>
        <translation>Thời điểm ký, xác nhận bằng dấu thời gian của {service}</translation>
    </message>
    <message>
        <source>Time of signing, by the clock of who signed</source>
        <translation>Thời điểm ký, theo đồng hồ của máy đã ký</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>Không ghi</translation>
    </message>
    <message>
        <source>The signer cannot be read from the signature</source>
        <translation>Không đọc được người ký từ chữ ký này</translation>
    </message>
    <message>
        <source>Signer, certificate issued by {issuer}</source>
        <translation>Người ký, chứng thư số do {issuer} cấp</translation>
    </message>
    <message>
        <source>Later: {count} more signatures or archive timestamps ({names})</source>
        <translation>Sau đó có thêm {count} chữ ký hoặc dấu thời gian lưu trữ ({names})</translation>
    </message>
    <message>
        <source>Unchanged since signing</source>
        <translation>Toàn vẹn: không đổi từ khi ký</translation>
    </message>
    <message>
        <source>Changed after signing</source>
        <translation>Tệp đã bị thay đổi sau khi ký</translation>
    </message>
    <message>
        <source>Test certificate</source>
        <translation>Chứng thư số thử nghiệm</translation>
    </message>
    <message>
        <source>Made on this machine for practice; it proves nothing</source>
        <translation>Tạo trên máy này để thực hành; không chứng minh điều gì</translation>
    </message>
    <message>
        <source>Trusted certificate</source>
        <translation>Chứng thư số đáng tin cậy</translation>
    </message>
    <message>
        <source>Leads to a trusted authority</source>
        <translation>Dẫn tới tổ chức chứng thực tin cậy</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>Chứng thư số chưa được tin cậy</translation>
    </message>
    <message>
        <source>It leads to no trusted authority</source>
        <translation>Không dẫn tới tổ chức chứng thực tin cậy nào</translation>
    </message>
    <message>
        <source>Proven in the file: not revoked when it signed</source>
        <translation>Có chứng cứ trong tệp: chứng thư không bị thu hồi khi ký</translation>
    </message>
    <message>
        <source>Revoked when it signed</source>
        <translation>Chứng thư đã bị thu hồi khi ký</translation>
    </message>
    <message>
        <source>Whether it was revoked when it signed is not in the file</source>
        <translation>Tệp không cho biết chứng thư có bị thu hồi khi ký hay không</translation>
    </message>
    <message>
        <source>Archive format PDF/A-{flavour}</source>
        <translation>Định dạng lưu trữ PDF/A-{flavour}</translation>
    </message>
    <message>
        <source>Conforms, checked after signing</source>
        <translation>Đúng chuẩn, đã kiểm tra sau khi ký</translation>
    </message>
    <message>
        <source>Not in the archive format PDF/A</source>
        <translation>Không đúng định dạng lưu trữ PDF/A</translation>
    </message>
</context>
<context>
    <name>remaining</name>
    <message>
        <source>less than a minute left</source>
        <translation>còn chưa đến 1 phút</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>còn khoảng {minutes} phút</translation>
    </message>
    <message>
        <source>about {hours} hours left</source>
        <translation>còn khoảng {hours} giờ</translation>
    </message>
</context>
<context>
    <name>roles</name>
    <message>
        <source>One-stop clerk</source>
        <translation>Cán bộ một cửa</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Người kiểm tra</translation>
    </message>
    <message>
        <source>Records officer</source>
        <translation>Văn thư, lưu trữ</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Người quản trị</translation>
    </message>
</context>
<context>
    <name>screen</name>
    <message>
        <source>{dossier} is not shown at this seat.</source>
        <translation>Vị trí này không xem được hồ sơ {dossier}.</translation>
    </message>
</context>
<context>
    <name>seats</name>
    <message>
        <source>Intake</source>
        <translation>Tiếp nhận</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Hồ sơ đến</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>Mass verification</source>
        <translation>Kiểm tra hàng loạt</translation>
    </message>
    <message>
        <source>Blind keying</source>
        <translation>Nhập kiểm hai lần</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Số liệu</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Nhật ký</translation>
    </message>
    <message>
        <source>Warehouse</source>
        <translation>Kho dữ liệu</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ban hành kết quả</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Ký số</translation>
    </message>
    <message>
        <source>Check a file</source>
        <translation>Kiểm tra tệp</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Mẫu văn bản</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>Thư mục theo dõi</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>Quản lý cán bộ</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Các bước đầu tiên</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>Tự kiểm tra</translation>
    </message>
    <message>
        <source>Reading queue</source>
        <translation>Hàng chờ đọc</translation>
    </message>
    <message>
        <source>Document types</source>
        <translation>Loại giấy tờ</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Liên thông</translation>
    </message>
</context>
<context>
    <name>selftest</name>
    <message>
        <source>Recogniser and its languages</source>
        <translation>Bộ nhận dạng và ngôn ngữ</translation>
    </message>
    <message>
        <source>Document types and procedures</source>
        <translation>Loại giấy tờ và thủ tục</translation>
    </message>
    <message>
        <source>Fonts of results</source>
        <translation>Phông chữ của kết quả</translation>
    </message>
    <message>
        <source>Signing and checking signatures</source>
        <translation>Ký và kiểm tra chữ ký</translation>
    </message>
    <message>
        <source>Writing and reading the disk</source>
        <translation>Ghi và đọc đĩa</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>Chỗ trống trên đĩa</translation>
    </message>
    <message>
        <source>Signing tokens</source>
        <translation>Thiết bị ký số</translation>
    </message>
    <message>
        <source>Records, journal and clock</source>
        <translation>Kho hồ sơ, nhật ký và đồng hồ</translation>
    </message>
    <message>
        <source>Key of the records</source>
        <translation>Khóa của kho hồ sơ</translation>
    </message>
    <message>
        <source>Age of the backup</source>
        <translation>Tuổi bản sao lưu</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Timestamp service</source>
        <translation>Dịch vụ dấu thời gian</translation>
    </message>
    <message>
        <source>Office&apos;s database</source>
        <translation>Cơ sở dữ liệu của cơ quan</translation>
    </message>
    <message>
        <source>Office&apos;s files</source>
        <translation>Kho tệp của cơ quan</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>Tốt</translation>
    </message>
    <message>
        <source>Should be better</source>
        <translation>Nên làm tốt hơn</translation>
    </message>
    <message>
        <source>Not in order</source>
        <translation>Chưa được</translation>
    </message>
</context>
<context>
    <name>signing</name>
    <message>
        <source>{owner} – token {token}, {left}, issued by {issuer}</source>
        <translation>{owner} – thiết bị {token}, {left}, do {issuer} cấp</translation>
    </message>
    <message>
        <source>{owner} – issued by {issuer}, {left}, Windows (not tried yet)</source>
        <translation>{owner} – do {issuer} cấp, {left}, kho Windows (chưa kiểm thử)</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>đã hết hạn</translation>
    </message>
    <message>
        <source>{days} days left</source>
        <translation>còn {days} ngày</translation>
    </message>
    <message>
        <source>A wrong PIN was entered before; few attempts are left.</source>
        <translation>Trước đó đã nhập sai PIN; số lần thử còn lại không nhiều.</translation>
    </message>
    <message>
        <source>Only one attempt is left: another wrong PIN locks the token for good.</source>
        <translation>Chỉ còn một lần thử: nhập sai PIN nữa thì thiết bị bị khóa hẳn.</translation>
    </message>
    <message>
        <source>The token is locked. Its issuer has to unlock it before it can sign.</source>
        <translation>Thiết bị ký đã bị khóa. Phải nhờ nơi cấp mở khóa rồi mới ký được.</translation>
    </message>
    <message>
        <source>The certificate has expired.</source>
        <translation>Chứng thư số đã hết hạn.</translation>
    </message>
    <message>
        <source>The certificate ends in {days} days.</source>
        <translation>Chứng thư số còn {days} ngày nữa hết hạn.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Owner of the dossier</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Hẹn trả</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Signed, waits for its timestamp</source>
        <translation>Đã ký, chờ dấu thời gian</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Đã xem</translation>
    </message>
    <message>
        <source>Ready to be signed</source>
        <translation>Sẵn sàng ký</translation>
    </message>
    <message>
        <source>Prepared</source>
        <translation>Đã chuẩn bị</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Đã ký</translation>
    </message>
    <message>
        <source>Timestamp is in</source>
        <translation>Đã có dấu thời gian</translation>
    </message>
    <message>
        <source>Proof of validity is in</source>
        <translation>Đã có bằng chứng hiệu lực</translation>
    </message>
    <message>
        <source>Archive timestamp is in</source>
        <translation>Đã có dấu thời gian lưu trữ</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Hoàn tất</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Không ký</translation>
    </message>
    <message>
        <source>Seal as the agency</source>
        <translation>Ký số với tư cách cơ quan</translation>
    </message>
    <message>
        <source>Sign as the person</source>
        <translation>Ký số với tư cách người có thẩm quyền</translation>
    </message>
    <message>
        <source>Seal {count} results</source>
        <translation>Đóng dấu số {count} kết quả</translation>
    </message>
    <message>
        <source>Sign {count} results</source>
        <translation>Ký {count} kết quả</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Không ký</translation>
    </message>
    <message>
        <source>Will be signed</source>
        <translation>Sẽ ký</translation>
    </message>
    <message>
        <source>Will be finished</source>
        <translation>Sẽ hoàn tất</translation>
    </message>
    <message>
        <source>Signing the result</source>
        <translation>Đang ký số kết quả</translation>
    </message>
    <message>
        <source>Result No. {number} was sent back.</source>
        <translation>Đã trả lại kết quả số {number}.</translation>
    </message>
</context>
<context>
    <name>telling</name>
    <message>
        <source>The office is connected to no system that is told or asked.</source>
        <translation>Cơ quan chưa kết nối với hệ thống nào để báo tin hoặc hỏi.</translation>
    </message>
    <message>
        <source>Tell: the dossier is registered</source>
        <translation>Báo tin: hồ sơ đã đăng ký</translation>
    </message>
    <message>
        <source>Tell: the dossier is refused</source>
        <translation>Báo tin: từ chối tiếp nhận hồ sơ</translation>
    </message>
    <message>
        <source>Tell: papers are to be completed</source>
        <translation>Báo tin: yêu cầu bổ sung giấy tờ</translation>
    </message>
    <message>
        <source>Tell: a fee is to be paid</source>
        <translation>Báo tin: yêu cầu nộp phí, lệ phí</translation>
    </message>
    <message>
        <source>Tell: the citizen withdraws the dossier</source>
        <translation>Báo tin: công dân rút hồ sơ</translation>
    </message>
    <message>
        <source>Tell: the dossier is stopped</source>
        <translation>Báo tin: dừng xử lý hồ sơ</translation>
    </message>
    <message>
        <source>Ask the population database ({name})</source>
        <translation>Hỏi cơ sở dữ liệu dân cư ({name})</translation>
    </message>
    <message>
        <source>Ask the citizen&apos;s document store ({name})</source>
        <translation>Hỏi kho dữ liệu điện tử của công dân ({name})</translation>
    </message>
    <message>
        <source>{count} systems will be told.</source>
        <translation>{count} hệ thống sẽ nhận tin.</translation>
    </message>
    <message>
        <source>Request No. {number} will be sent; its answer comes to Received.</source>
        <translation>Yêu cầu số {number} sẽ được gửi; trả lời đến ở màn hình Hồ sơ đến.</translation>
    </message>
    <message>
        <source>Asking {name}</source>
        <translation>Đang hỏi {name}</translation>
    </message>
    <message>
        <source>{count} pages came and are in the dossier.</source>
        <translation>Đã nhận {count} trang, đã vào hồ sơ.</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Không tìm thấy.</translation>
    </message>
    <message>
        <source>It was found; {count} values differ from what was asked.</source>
        <translation>Đã tìm thấy; {count} thông tin khác với điều đã hỏi.</translation>
    </message>
    <message>
        <source>It was found and agrees with what was asked.</source>
        <translation>Đã tìm thấy và khớp với điều đã hỏi.</translation>
    </message>
    <message>
        <source>The answer holds no paper.</source>
        <translation>Trả lời không có giấy tờ nào.</translation>
    </message>
</context>
<context>
    <name>tone_diff</name>
    <message>
        <source>letters differ</source>
        <translation>khác chữ</translation>
    </message>
    <message>
        <source>hat, horn or bar differs</source>
        <translation>khác dấu mũ, móc, trăng hoặc gạch</translation>
    </message>
    <message>
        <source>tone differs</source>
        <translation>khác dấu thanh</translation>
    </message>
    <message>
        <source>capitals differ</source>
        <translation>khác chữ hoa</translation>
    </message>
</context>
<context>
    <name>verification</name>
    <message>
        <source>Take the dossier over from who works on it</source>
        <translation>Nhận lại hồ sơ từ người đang xử lý</translation>
    </message>
    <message>
        <source>Open the next dossier by itself</source>
        <translation>Tự mở hồ sơ kế tiếp</translation>
    </message>
    <message>
        <source>Accept, go to the next field that needs a person</source>
        <translation>Chấp nhận, đến trường tiếp theo cần xem</translation>
    </message>
    <message>
        <source>Next field</source>
        <translation>Trường tiếp theo</translation>
    </message>
    <message>
        <source>Undo typing; put the machine&apos;s value back</source>
        <translation>Bỏ phần đang gõ; trả lại giá trị của máy</translation>
    </message>
    <message>
        <source>Blank on the paper</source>
        <translation>Trên giấy để trống</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Không đọc được</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Không áp dụng</translation>
    </message>
    <message>
        <source>Copy from the paper of this type before</source>
        <translation>Chép từ giấy tờ cùng loại trước đó</translation>
    </message>
    <message>
        <source>Copy all empty fields from the paper before</source>
        <translation>Chép mọi trường trống từ giấy tờ trước đó</translation>
    </message>
    <message>
        <source>Look up a place, an office, a name</source>
        <translation>Tra cứu địa danh, cơ quan, tên người</translation>
    </message>
    <message>
        <source>Ask the population database about the card&apos;s holder</source>
        <translation>Tra cứu chủ thẻ trong cơ sở dữ liệu dân cư</translation>
    </message>
    <message>
        <source>Undo the last decision on this field</source>
        <translation>Hoàn tác quyết định cuối cùng ở trường này</translation>
    </message>
    <message>
        <source>Postpone the dossier</source>
        <translation>Tạm gác hồ sơ</translation>
    </message>
    <message>
        <source>Escalate the dossier to another supervisor</source>
        <translation>Xin ý kiến người kiểm tra khác</translation>
    </message>
    <message>
        <source>Put the dossier back among those that wait</source>
        <translation>Đưa hồ sơ về hàng chờ kiểm tra</translation>
    </message>
    <message>
        <source>Take reading {number}</source>
        <translation>Lấy cách đọc thứ {number}</translation>
    </message>
    <message>
        <source>Next tone on the syllable at the cursor</source>
        <translation>Đổi dấu thanh của tiếng tại con trỏ</translation>
    </message>
    <message>
        <source>Next hat, horn or bar on the syllable at the cursor</source>
        <translation>Đổi dấu mũ, móc, trăng hoặc gạch của tiếng tại con trỏ</translation>
    </message>
    <message>
        <source>Next row of a table&apos;s value</source>
        <translation>Dòng sau của giá trị dạng bảng</translation>
    </message>
    <message>
        <source>Previous row of a table&apos;s value</source>
        <translation>Dòng trước của giá trị dạng bảng</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Trả lại</translation>
    </message>
    <message>
        <source>Accept paper</source>
        <translation>Chấp nhận giấy</translation>
    </message>
    <message>
        <source>Finish check</source>
        <translation>Hoàn tất kiểm tra</translation>
    </message>
    <message>
        <source>Waiting, postponed or escalated dossiers</source>
        <translation>Hồ sơ chờ kiểm tra, tạm gác, xin ý kiến</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Phiếu, giấy hẹn</translation>
    </message>
    <message>
        <source>Tell or ask</source>
        <translation>Báo, hỏi</translation>
    </message>
    <message>
        <source>Show the value large</source>
        <translation>Xem giá trị phóng to</translation>
    </message>
    <message>
        <source>Put the fields on the other side of the page</source>
        <translation>Đổi các trường sang bên kia trang ảnh</translation>
    </message>
    <message>
        <source>Show the pixels and the person</source>
        <translation>Xem ảnh gốc và người chịu trách nhiệm</translation>
    </message>
    <message>
        <source>Next doubtful letter</source>
        <translation>Chữ đáng ngờ tiếp theo</translation>
    </message>
    <message>
        <source>Previous doubtful letter</source>
        <translation>Chữ đáng ngờ trước đó</translation>
    </message>
    <message>
        <source>Next page with a field that needs a person</source>
        <translation>Trang sau có trường cần xem</translation>
    </message>
    <message>
        <source>Previous page with a field that needs a person</source>
        <translation>Trang trước có trường cần xem</translation>
    </message>
    <message>
        <source>Next page of the paper</source>
        <translation>Trang sau của giấy tờ</translation>
    </message>
    <message>
        <source>Previous page of the paper</source>
        <translation>Trang trước của giấy tờ</translation>
    </message>
</context>
<context>
    <name>witnesses</name>
    <message>
        <source>QR code</source>
        <translation>Mã QR</translation>
    </message>
    <message>
        <source>Lines for machines</source>
        <translation>Dòng máy đọc</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chữ in</translation>
    </message>
    <message>
        <source>Number&apos;s own digits</source>
        <translation>Cấu trúc số</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Personal id {number}</source>
        <translation>Số định danh {number}</translation>
    </message>
    <message>
        <source>Owner not known yet</source>
        <translation>Chưa rõ chủ hồ sơ</translation>
    </message>
    <message>
        <source>Taking in</source>
        <translation>Đang tiếp nhận</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>Đang kiểm tra</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Bị trả lại</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Đã kiểm tra</translation>
    </message>
    <message>
        <source>Result signed</source>
        <translation>Đã ký kết quả</translation>
    </message>
    <message>
        <source>Sent back, not signed</source>
        <translation>Bị trả lại, chưa ký</translation>
    </message>
    <message>
        <source>To be composed</source>
        <translation>Chờ soạn</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>Chờ ký</translation>
    </message>
    <message>
        <source>To be sealed</source>
        <translation>Chờ đóng dấu số</translation>
    </message>
    <message>
        <source>To be released</source>
        <translation>Chờ phát hành</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>Đã phát hành</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Còn thiếu</translation>
    </message>
    <message>
        <source>Not handed in</source>
        <translation>Chưa nộp</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Đã có</translation>
    </message>
    <message>
        <source>Reused</source>
        <translation>Dùng lại</translation>
    </message>
    <message>
        <source>To be looked up</source>
        <translation>Cần tra cứu</translation>
    </message>
    <message>
        <source>Only shown</source>
        <translation>Chỉ xuất trình</translation>
    </message>
    <message>
        <source>Scan the paper</source>
        <translation>Quét giấy tờ</translation>
    </message>
    <message>
        <source>Look it up in the database, do not ask for it</source>
        <translation>Tra cứu trong cơ sở dữ liệu, không yêu cầu nộp</translation>
    </message>
    <message>
        <source>Shown for comparison, not kept</source>
        <translation>Xuất trình để đối chiếu, không lưu</translation>
    </message>
    <message>
        <source>Take the electronic copy</source>
        <translation>Lấy bản điện tử</translation>
    </message>
    <message>
        <source>Secret, do not scan</source>
        <translation>Tài liệu mật, không quét</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Bản chính</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Bản sao</translation>
    </message>
    <message>
        <source>Electronic copy</source>
        <translation>Bản điện tử</translation>
    </message>
</context>
</TS>
