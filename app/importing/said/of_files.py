"""What is said of a file that cannot be read at all."""

from __future__ import annotations

from app.importing.said.words import Words

OF_FILES: dict[str, Words] = {
    "empty-file": Words(
        "文件“{file}”是空的。", "请检查导出是否成功，再重新上传。",
        "The file “{file}” is empty.", "Check that the export succeeded and upload it again.",
    ),
    "no-rows": Words(
        "文件“{file}”只有表头，没有数据。", "请检查导出条件，再重新上传。",
        "The file “{file}” has headers but no rows.", "Check the export and upload it again.",
    ),
    "web-page": Words(
        "文件“{file}”的内容是网页（标题：{heading}），不是数据：多半是登录过期或源站报错时保存的。",
        "请重新登录源系统导出；如是网页形式的 .xls，请用 Excel 打开后另存为 .xlsx。",
        "“{file}” is a web page (title: {heading}), not data: probably a login or error page.",
        "Log in and export again; if it is an HTML .xls, open it in Excel and save as .xlsx.",
    ),
    "xml-file": Words(
        "文件“{file}”是 XML，不在可导入的格式之内。", "请导出为 JSONL、CSV 或 .xlsx。",
        "“{file}” is XML, which is not taken.", "Export it as JSONL, CSV or .xlsx.",
    ),
    "encrypted-workbook": Words(
        "工作簿“{file}”有打开密码，无法读取。", "请在 Excel 里去掉密码后另存，再上传。",
        "The workbook “{file}” is protected by a password.", "Remove the password, save, upload.",
    ),
    "broken-workbook": Words(
        "工作簿“{file}”已损坏或不完整（{detail}）。", "请重新导出或重新上传；用 Excel 打开可先自行修复。",
        "The workbook “{file}” is damaged or cut off ({detail}).", "Export or upload it again.",
    ),
    "not-a-workbook": Words(
        "“{file}”不是 Excel 工作簿（多半是 Word、演示文稿或别的程序的文件）。", "请另存为 .xlsx 或 CSV 后上传。",
        "“{file}” is no Excel workbook but a file of another program.", "Save it as .xlsx or CSV.",
    ),
    "unsafe-workbook": Words(
        "工作簿“{file}”声称的大小不可信：{detail}。",
        "多半是某个远处的单元格被误填：请删除数据区以外的行和列，另存后再上传；大量数据请用 CSV 或 JSONL。",
        "The workbook “{file}” is larger than it can safely be: {detail}.",
        "Delete stray cells beyond the data and save again; for bulk data use CSV or JSONL.",
    ),
    "unknown-format": Words(
        "文件“{file}”不是可识别的格式（{kind}）。", "请导出为 JSONL、JSON、CSV 或 .xlsx。",
        "The format of “{file}” is not known ({kind}).", "Export JSONL, JSON, CSV or .xlsx.",
    ),
    "unknown-encoding": Words(
        "文件“{file}”第 {line} 行（第 {offset} 字节处）的文字编码读不出来，已试过：{tried}。",
        "请将文件另存为 UTF-8 后重试。",
        "“{file}” cannot be decoded at line {line} (byte {offset}); tried: {tried}.",
        "Save it as UTF-8 and try again.",
    ),
    "broken-json": Words(
        "文件“{file}”不是完整的 JSON：{detail}。", "请重新导出；大量数据请用每行一条的 JSONL。",
        "“{file}” is not whole JSON: {detail}.", "Export it again; for bulk data use JSONL.",
    ),
    "too-large": Words(
        "文件“{file}”有 {size}，超过这种格式的上限 {limit}。", "请改用每行一条的 JSONL 或 CSV。",
        "“{file}” has {size}, more than the {limit} this format may have.", "Use JSONL or CSV.",
    ),
    "broken-csv": Words(
        "文件“{file}”第 {line} 行起无法按 CSV 读取：{detail}。", "请检查这一行的引号是否成对。",
        "“{file}” cannot be read as CSV from line {line}: {detail}.", "Check the quotes there.",
    ),
    "open-quote": Words(
        "文件“{file}”第 {line} 行有一个引号没有成对，从它起到文件末尾都成了一个单元格。",
        "请补上缺少的引号，或删去多余的一个；单元格里的引号须写成两个。",
        "In “{file}” a quotation mark of line {line} is never closed: all after it is one cell.",
        "Close it or remove it; within a cell write quotation marks twice.",
    ),
    "unknown-headers": Words(
        "认不出文件“{file}”的表头。看到的是：{seen}。最接近的写法是：{nearest}。",
        "请拟一个映射（网页 /mappings/new，或 yizhi mappings propose），或按模板的表头改名。",
        "The headers of “{file}” are not known. Seen: {seen}. Nearest known: {nearest}.",
        "Propose a mapping (/mappings/new, yizhi mappings propose), or rename the headers.",
    ),
    "macros": Words(
        "工作簿“{file}”带有宏，不予接收：原文件会保存并可下载，打开时不应执行任何程序。",
        "请在 Excel 里另存为不带宏的 .xlsx 再上传；数据不受影响。",
        "The workbook “{file}” has macros and is not taken: what is kept must run nothing.",
        "Save it as .xlsx without macros; the data stay as they are.",
    ),
    "external-links": Words(
        "工作簿“{file}”链接到别的文件，不予接收：链接的值可能已经过期，打开时还会访问外部地址。",
        "请在 Excel 里“数据 → 编辑链接 → 断开链接”（公式变为数值），保存后再上传。",
        "The workbook “{file}” links to other files and is not taken.",
        "Break the links in Excel (Data → Edit Links), save it and upload it again.",
    ),
    "too-many-columns": Words(
        "文件“{file}”有 {count} 列，最多可有 {most} 列：多半是分隔符不对，或行列颠倒。",
        "请核对文件的分隔符；每个事项一行，每个要素一列。",
        "“{file}” has {count} columns; {most} are the most.",
        "Check the delimiter: one item a row, one element a column.",
    ),
    "too-many-files": Words(
        "压缩包“{file}”里有 {count} 个文件，最多可有 {most} 个。", "请分成几个压缩包上传。",
        "The archive “{file}” holds {count} files; {most} are the most.", "Split the archive.",
    ),
    "folder-without-tables": Words(
        "目录“{file}”里没有可读的表（.csv、.tsv、.txt）。", "请给出放着交换库各表 CSV 的目录。",
        "The folder “{file}” holds no tables (.csv, .tsv, .txt).",
        "Name the folder with the exchange tables as CSV.",
    ),
    "not-a-database-url": Words(
        "{file} 后面不是数据库地址。", "地址形如 postgresql://用户:密码@主机/库 或 sqlite:///文件。",
        "What follows {file} is no database URL.",
        "Write it like postgresql://user:password@host/name or sqlite:///file.",
    ),
    "no-database-driver": Words(
        "没有 {driver} 的驱动，不能读取 {file}。",
        "请安装该数据库的 SQLAlchemy 驱动；或把各表导出为 CSV，放在一个目录里导入。",
        "There is no driver for {driver}: {file} cannot be read.",
        "Install its SQLAlchemy driver, or export the tables as CSV and import their folder.",
    ),
    "database-unreadable": Words(
        "不能读取数据库 {file}：{detail}", "请核对地址、账号的只读权限和网络。",
        "The database {file} cannot be read: {detail}",
        "Check the address, the account's right to read, and the network.",
    ),
    "no-exchange-tables": Words(
        "数据库 {file} 的 {count} 个表里没有交换库的事项表（up_task_…_basic、dn_task_…_basic、…_directory）。",
        "请用 --schema 说明表在哪个模式下，用 --tables 说明读上报（up）还是下发（dn）的表。",
        "None of the {count} tables of {file} is an exchange table of items (up_task_…, dn_task_…).",
        "Name the schema with --schema, and the side with --tables up or dn.",
    ),
    "exchange-both-sides": Words(
        "数据库 {file} 里既有上报（up_task_…）又有下发（dn_task_…）的表。", "请用 --tables up 或 dn 选定。",
        "The database {file} has tables of both sides, up_task_… and dn_task_….",
        "Choose with --tables up or dn.",
    ),
    "exchange-without-columns": Words(
        "交换表 {file} 没有 {columns} 列，不能按增量读取。", "请不用 --since，读取全部。",
        "The exchange table {file} lacks {columns}: it cannot be read from a point on.",
        "Read everything, without --since.",
    ),
    "unknown-exchange-batch": Words(
        "交换库里没有批次“{batch}”。", "请核对 {file}；或写日期，如 2026-01-31。",
        "The exchange tables know no batch “{batch}”.", "Check {file}, or give a date.",
    ),
    "exchange-increment": Words(
        "“{file}”是交换库的增量包，只有变了的行，不是事项的全部内容。",
        "请导入全量包；或从汇集各批次的数据库读取：yizhi import --from-database。",
        "“{file}” holds only the exchange rows that changed, not all of any item.",
        "Import a full export, or read the database that collects them: --from-database.",
    ),
    "exchange-not-csv": Words(
        "“{file}”以交换库的表命名，但不是 CSV。", "请把各表导出为 CSV。",
        "“{file}” is named after an exchange table and is no CSV.", "Export the tables as CSV.",
    ),
    "zip-in-zip": Words(
        "“{file}”是压缩包里的压缩包。", "请解压里面这一层，把数据文件直接放进压缩包。",
        "“{file}” is an archive inside an archive.", "Put the data files straight into one archive.",
    ),
    "reading-too-large": Words(
        "读取“{file}”所需的内存超过 {limit} MB 的上限，已经停止；没有导入任何内容。",
        "请删去数据以外的行、列、图片和表，或拆成几个文件；大量数据请用 CSV 或 JSONL。",
        "Reading “{file}” takes more than {limit} MB of memory; it was stopped, nothing was imported.",
        "Delete rows, columns, pictures and sheets beyond the data, or use CSV or JSONL.",
    ),
    "reading-too-long": Words(
        "读取“{file}”超过 {limit} 秒的上限，已经停止；没有导入任何内容。",
        "请把文件拆小；大量数据请用 CSV 或 JSONL。",
        "Reading “{file}” takes more than {limit} seconds; it was stopped, nothing was imported.",
        "Split the file; for bulk data use CSV or JSONL.",
    ),
    "reading-broke": Words(
        "读取“{file}”时读取程序异常退出（{detail}）；服务不受影响，没有导入任何内容。",
        "请用 Excel 或 WPS 打开后另存为新的 .xlsx 或 CSV，再上传。",
        "The reader broke down on “{file}” ({detail}); nothing was imported.",
        "Open it in Excel, save it anew as .xlsx or CSV, and upload that.",
    ),
    "bad-mapping": Words(
        "映射“{file}”有错：{detail}。", "请按 schemas/mappings/mapping.schema.json 改正。",
        "The mapping “{file}” is wrong: {detail}.",
        "Correct it after schemas/mappings/mapping.schema.json.",
    ),
    "mapping-undecided": Words(
        "映射“{file}”还有没选定的代码编号：{columns}。",
        "请先选定（网页 /mappings/{file}，或 yizhi mappings confirm {file} --values 列=读法），再导入。",
        "The mapping “{file}” leaves open what the codes mean in: {columns}.",
        "Settle them first (/mappings/{file}, or yizhi mappings confirm), then import.",
    ),
    "mapping-unconfirmed": Words(
        "映射“{file}”还没有经人确认。", "请先确认：yizhi mappings confirm {file}，或网页 /mappings/{file}。",
        "Nobody has confirmed the mapping “{file}” yet.",
        "Confirm it first: yizhi mappings confirm {file}, or /mappings/{file}.",
    ),
    "unknown-mapping": Words(
        "没有名为“{file}”的映射，现有：{known}。", "请用现有的名称，或另给映射目录。",
        "There is no mapping “{file}”; known: {known}.", "Use a known one, or give a directory.",
    ),
}  # fmt: skip
