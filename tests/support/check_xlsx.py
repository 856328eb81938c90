#!/usr/bin/env python3
"""A workbook of a report against the JSON of the same report, cell by cell.

usage: check_xlsx.py BOOK.xlsx REPORT.json                the parts of the file, read strictly
       check_xlsx.py BOOK.xlsx REPORT.json CSV_PREFIX     and what LibreOffice read of each sheet
                                                          (CSV_PREFIX-Sheet.csv, raw values)
"""
import csv
import json
import re
import sys
import xml.etree.ElementTree as tree
import zipfile
from datetime import datetime, timedelta, timezone
from decimal import Decimal

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What may look like a number and is a name or a word all the same.
NAMES = {"plan", "host", "domain", "service", "team", "cost_center", "class", "zone", "period", "from", "to", "tier",
         "what", "reason", "rule", "sentence", "SubAccountId", "SubAccountName", "ResourceName", "ResourceId",
         "InvoiceId", "AvailabilityZone"}


class Book:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        assert self.zip.testzip() is None
        for name in self.zip.namelist():
            text = self.zip.read(name)
            tree.fromstring(text)  # well-formed
            assert b"<f>" not in text and b"<f " not in text, f"a formula in {name}"
            assert b"hyperlink" not in text and b"TargetMode=\"External\"" not in text, f"a link in {name}"
        self.texts = ["".join(t.text or "" for t in item.iter(MAIN + "t")) for item in self.part("sharedStrings.xml")]
        styles = self.part("styles.xml")
        codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
        self.formats = [codes.get(x.get("numFmtId"), x.get("numFmtId")) for x in styles.find(MAIN + "cellXfs")]
        self.sheets = [sheet.get("name") for sheet in self.part("workbook.xml").iter(MAIN + "sheet")]

    def part(self, name):
        return tree.fromstring(self.zip.read("xl/" + name))

    def sheet(self, index):
        return self.part(f"worksheets/sheet{index + 1}.xml")

    def cells(self, sheet):
        """(row, column) from 0 → (kind, value, number format)"""
        found = {}
        for cell in sheet.iter(MAIN + "c"):
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - ord("A") + 1
            value = cell.find(MAIN + "v")
            if value is None:
                continue
            kind = cell.get("t") or "n"
            text = self.texts[int(value.text)] if kind == "s" else value.text
            found[int(row) - 1, column - 1] = kind, text, self.formats[int(cell.get("s") or 0)]
        return found


def serial(text):
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment - datetime(1899, 12, 30, tzinfo=timezone.utc)) / timedelta(days=1)


def check_cell(where, key, told, cell, currency):
    if told is None or told == "":
        assert cell is None or cell[1] == "", f"{where}: {cell} where nothing is told"
        return
    assert cell is not None, f"{where}: nothing where {told!r} is told"
    kind, value, code = cell
    if isinstance(told, bool):
        assert (kind, value) == ("b", "1" if told else "0"), f"{where}: {cell} for {told}"
    elif isinstance(told, str) and TIME.fullmatch(told):
        assert kind == "n" and "yyyy-mm-dd" in code, f"{where}: {cell} is no time"
        assert abs(float(value) - serial(told)) < 1e-6, f"{where}: {cell} for {told}"
    elif isinstance(told, (int, float)) or (NUMBER.fullmatch(told) and key not in NAMES and kind != "s"):
        assert kind == "n", f"{where}: {cell} is no number"
        assert float(value) == float(told), f"{where}: {cell} for {told}"
        if isinstance(told, str) and currency and "#,##0.00" in code and "$" in code:
            assert f"[${currency}]" in code, f"{where}: {code} has another currency"
    else:
        assert not NUMBER.fullmatch(told) or key in NAMES, f"{where}: {told!r} is a number, but {cell} is text"
        assert kind == "s" and value == told[:8191 if len(told.encode()) > 32767 else None], f"{where}: {cell} for {told!r}"


def main(book_path, json_path, csv_prefix=None):
    report = json.load(open(json_path, encoding="utf-8"))
    sections = [(key, rows) for key, rows in report.items() if isinstance(rows, list)]
    book = Book(book_path)
    assert book.sheets[0] == "About" and len(book.sheets) == len(sections) + 1, book.sheets
    assert all(len(name) <= 31 for name in book.sheets) and len(set(book.sheets)) == len(book.sheets), book.sheets
    n, money = 0, 0
    for index, (section, rows) in enumerate(sections, 1):
        sheet = book.sheet(index)
        pane = next(sheet.iter(MAIN + "pane"))
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1"), section
        assert next(sheet.iter(MAIN + "autoFilter")).get("ref").startswith("A1:"), section
        cells = book.cells(sheet)
        read = list(csv.reader(open(f"{csv_prefix}-{book.sheets[index]}.csv", encoding="utf-8", newline=""))) if csv_prefix else None
        for at, row in enumerate(rows, 1):
            for column, (key, told) in enumerate(row.items()):
                where = f"{report['report']}, sheet {book.sheets[index]}, row {at + 1}, {key}"
                cell = cells.get((at, column))
                check_cell(where, key, told, cell, row.get("currency"))
                n += 1
                money += cell is not None and "$" in cell[2]
                if read and told is not None:
                    check_read(where, told, cell, read[at][column])
        if any("currency" in row for row in rows):
            assert any("$" in cell[2] for cell in cells.values()), f"{section}: no amount has a currency format"
    print(f"ok      {report['report']}: {n} cells, {money} of them money")


def check_read(where, told, cell, text):
    """What LibreOffice made of a cell, written as CSV with raw values."""
    kind, value, _ = cell if cell else ("s", "", "")
    if kind == "n" and not (isinstance(told, str) and TIME.fullmatch(told)):
        percent = text.endswith("%")  # LibreOffice writes these as they would be typed, in two decimals
        try:
            number = Decimal(text.rstrip("%")) / (100 if percent else 1)
        except ArithmeticError:
            raise AssertionError(f"{where}: LibreOffice reads {text!r}, no number") from None
        allowed = Decimal("0.00005") if percent else abs(Decimal(value)) * Decimal("1e-12")
        assert abs(number - Decimal(value)) <= allowed, f"{where}: LibreOffice reads {text!r} for {value}"
    elif kind == "s":
        assert text.replace("\r\n", "\n") == value.replace("\r\n", "\n"), f"{where}: LibreOffice reads {text!r} for {value!r}"
    else:
        assert text != "" and not text.startswith(("Err:", "#")), f"{where}: LibreOffice reads {text!r}"


if __name__ == "__main__":
    main(*sys.argv[1:])
