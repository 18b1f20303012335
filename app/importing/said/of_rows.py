"""What is said of a cell or a row that could not be taken."""

from __future__ import annotations

from app.importing.said.words import Words

OF_ROWS: dict[str, Words] = {
    "digits-lost": Words(
        "“{column}”一列写的是“{value}”：Excel 把长编码当成了数字，后面的位数已经丢失，无法还原。",
        "请在源系统重新导出，并先把该列设为“文本”格式，再粘贴或导出编码。",
        "“{column}” holds “{value}”: Excel took a long code for a number and its digits are lost.",
        "Export again from the source system with that column set to Text first.",
    ),
    "leading-zeros-lost": Words(
        "“{column}”一列的“{value}”是数字，只有 {length} 位：Excel 已经去掉了编码开头的 0。",
        "请把该列设为“文本”格式后重新导出；不要手工补 0。",
        "“{column}” holds the number “{value}” of {length} digits: Excel dropped leading zeros.",
        "Set the column to Text and export again; do not add zeros by hand.",
    ),
    "formula-without-value": Words(
        "“{column}”一列是公式，但文件里没有保存计算结果。",
        "请用 Excel 打开并保存一次，或把该列“选择性粘贴”为数值。",
        "“{column}” is a formula whose result was not saved in the file.",
        "Open and save the file in Excel, or paste the column as values.",
    ),
    "excel-error": Words(
        "“{column}”一列是 Excel 错误值 {value}。",
        "请改正该单元格的公式，或填入实际内容。",
        "“{column}” holds the Excel error {value}.",
        "Correct the formula of that cell, or type the content.",
    ),
    "unreadable-value": Words(
        "“{column}”一列的“{value}”读不出{title}。",
        "请按“{example}”这样的写法填写，或留空。",
        "“{value}” in “{column}” cannot be read as {title_en}.",
        "Write it like “{example}”, or leave it empty.",
    ),
    "outside-scheme": Words(
        "“{column}”的“{value}”不合映射声明的编码规则“{scheme}”（例如 {example}）。",
        "请核对编码；这一列确有几种编码的，在映射里去掉 scheme，或分成几个文件。",
        "“{value}” in “{column}” does not follow the scheme “{scheme_en}” (such as {example}).",
        "Check the code; if the column has several kinds, take the scheme out of the mapping.",
    ),
    "no-correspondence": Words(
        "“{column}”的“{code}”在对照表里没有对应的基本编码。",
        "请在对照表里补上这一行再导入；确无对应的，对应一格留空。",
        "“{code}” in “{column}” has no base code in the correspondence table.",
        "Add it to the table and import again; leave its counterpart empty if there is none.",
    ),
    "several-correspondences": Words(
        "“{column}”的“{code}”在对照表里对应不止一个基本编码：{several}。",
        "请在对照表里为它选定一个再导入。",
        "“{code}” in “{column}” has several base codes in the correspondence table: {several}.",
        "Settle on one of them in the table and import again.",
    ),
    "no-code": Words(
        "这一行没有编码（应在 {columns} 一列）。",
        "请补上该事项的编码；没有编码就无法与目录对应。",
        "The row has no code (expected in {columns}).",
        "Give the item's code: without one it cannot be matched with the catalogue.",
    ),
    "no-name": Words(
        "这一行没有事项名称（应在 {columns} 一列）。",
        "请补上事项名称。",
        "The row has no item name (expected in {columns}).",
        "Give the item's name.",
    ),
    "not-an-item": Words(
        "这一条记录里没有 {columns}，不是{title}的事项记录（只有：{keys}）。",
        "如确是事项，请从源系统导出完整记录；摘录、样例、错误页不能导入。",
        "The record has no {columns}: it is not an item record of {title} (it holds: {keys}).",
        "If it is an item, export the full record; excerpts, samples and error pages are not taken.",
    ),
    "twice": Words(
        "编码“{value}”在这个文件里出现了不止一次，内容又不相同，无法判断以哪一条为准。",
        "请只保留一条；确为不同事项的，改正编码，或补上各自的记录唯一标识或业务办理项编码。",
        "The code “{value}” stands in this file more than once, with different content.",
        "Keep one; if they are different items, correct the code or give each its own row id.",
    ),
    "edited-meanwhile": Words(
        "“{title}”在导出之后已被别人改过：导出时是“{base}”，现在是“{theirs}”，文件里是“{value}”。",
        "请与改动的人商定后重新导出再改；或导入时选定以谁为准（on_conflict=mine 用文件的，theirs 留现在的）。",
        "“{title_en}” was changed since the export: it was “{base}”, is “{theirs}”, here “{value}”.",
        "Agree with whoever changed it and edit a fresh export; or say on_conflict=mine or theirs.",
    ),
    "unknown-region": Words(
        "“{column}”的“{value}”不在行政区划表中。",
        "请核对 12 位区划代码；新设或乡镇、村级的区划，先用 yizhi regions 补入再导入。",
        "“{value}” in “{column}” is not a known region.",
        "Check the 12-digit code; add new regions, towns and villages first (yizhi regions).",
    ),
    "no-date": Words(
        "“{column}”的“{value}”不是日期。",
        "请写成 2021-03-04 这样的日期，或留空。",
        "“{value}” in “{column}” is not a date.",
        "Write dates like 2021-03-04, or leave it empty.",
    ),
    "too-long": Words(
        "“{column}”的“{value}”超过 {most} 个字符，不可能是编码。",
        "请核对是否填错了列；编码最长 33 位。",
        "“{value}” in “{column}” is longer than {most} characters: no code is.",
        "Check that the columns are not mixed up; codes have 33 characters at most.",
    ),
    "out-of-range": Words(
        "“{column}”的“{value}”超出可以存储的范围（{limit}）。",
        "请核对这个数字。",
        "“{value}” in “{column}” is beyond what can be stored ({limit}).",
        "Check the number.",
    ),
    "wrong-type": Words(
        "“{column}”应为{expected}，写的是“{value}”。",
        "请按 schemas/ 中该字段的类型填写；编码一律写成文字。",
        "“{column}” should be {expected_en}, not “{value}”.",
        "Write it as schemas/ says; codes are always texts.",
    ),
    "wrong-shape": Words(
        "“{column}”的“{value}”结构不对：{detail}。",
        "请按 schemas/ 中该要素的结构填写。",
        "“{value}” in “{column}” does not have the structure asked for: {detail}.",
        "Write it as schemas/ says.",
    ),
    "unknown-field": Words(
        "没有“{value}”这个字段（位置 {column}）。",
        "请核对拼写；标准之外的内容不要写进事项文档。",
        "There is no field “{value}” (at {column}).",
        "Check the spelling; what the standard does not know has no place in a document.",
    ),
    "unstorable": Words(
        "这一行含有无法存储的内容：{detail}。",
        "请检查是否有残缺的字符、过大的数字或套得过深的结构。",
        "The row holds what cannot be stored: {detail}.",
        "Look for broken characters, huge numbers or structures nested too deeply.",
    ),
    "truncated-line": Words(
        "第 {row} 行是文件的最后一行，JSON 没有写完：文件在传输或导出时被截断。",
        "请重新导出或重新上传完整文件。",
        "Line {row} is the last and its JSON breaks off: the file was cut during export or transfer.",
        "Export or upload the whole file again.",
    ),
    "bad-json": Words(
        "第 {row} 行不是合法的 JSON：{detail}。",
        "请改正这一行；每行应是一个完整的 JSON 对象。",
        "Line {row} is not valid JSON: {detail}.",
        "Correct that line; every line must be one whole JSON object.",
    ),
    "html-line": Words(
        "第 {row} 行是网页内容，不是事项记录：采集时源站返回了错误页。",
        "请重新采集这一条。",
        "Line {row} is a web page, not a record: the source answered with an error page.",
        "Fetch that record again.",
    ),
    "not-an-object": Words(
        "第 {row} 条不是 JSON 对象，而是 {kind}。",
        "每条记录应写成 {{…}}。",
        "Record {row} is not a JSON object but {kind}.",
        "Write every record as {{…}}.",
    ),
    "bad-bytes": Words(
        "第 {row} 行第 {offset} 字节不是 {encoding} 编码。",
        "请将文件另存为 UTF-8 后重试。",
        "Line {row}, byte {offset} is not {encoding}.",
        "Save the file as UTF-8 and try again.",
    ),
    "too-many-cells": Words(
        "这一行有 {count} 格，表头只有 {expected} 列：多半是某格里有没加引号的逗号或换行。",
        "请给含分隔符的单元格加上双引号，或重新导出。",
        "The row has {count} cells, the header {expected}: a cell probably holds an unquoted comma.",
        "Quote cells that contain the delimiter, or export again.",
    ),
    "orphan-part": Words(
        "“{sheet}”表第 {row} 行的编码“{value}”在事项表里找不到。",
        "请核对编码，或把该事项补到事项表。",
        "Row {row} of sheet “{sheet}” has the code “{value}”, which no item has.",
        "Check the code, or add the item to the item sheet.",
    ),
    "part-without-key": Words(
        "“{sheet}”表第 {row} 行没有编码，不知道属于哪个事项。",
        "请在 {columns} 一列写上事项的编码。",
        "Row {row} of sheet “{sheet}” has no code; the item it belongs to is unknown.",
        "Give the item's code in {columns}.",
    ),
}
