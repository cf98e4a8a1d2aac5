# workbook.sh - Excel workbooks: the same records as the CSV of the sheet, whatever a writer puts into the XML; what is
# no such workbook is refused in words; one that is damaged ends in a message.
. tests/cli/helpers
python3 - "$folder" <<'PY'
import random, sys, zipfile
folder = sys.argv[1]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHARED = """<si><t>id</t></si><si><t>day</t></si><si><t>nps</t></si><si><t>text</t></si>
<si><r><rPr><b/></rPr><t>物流</t></r><r><t xml:space="preserve">太慢, </t></r><rPh sb="0" eb="2"><t>wùliú</t></rPh></si>
<si><t>第一行_x000D_
说 "很好" &amp; 喜欢_x4E86_</t></si><si><t>branch</t></si>"""
def cell(ref, body, t="", s=""): return f'<c r="{ref}"' + (f' s="{s}"' if s else "") + (f' t="{t}"' if t else "") + f">{body}</c>"
def v(x): return f"<v>{x}</v>"
ROWS = ('<row r="1">' + "".join(cell(c + "1", v(i), "s") for c, i in zip("ABCDE", (0, 1, 2, 3, 6))) + "</row>"
  + '<row r="2">' + cell("A2", v("007"), "str") + cell("B2", v("46082"), s="1") + cell("C2", v("3")) + cell("D2", v(4), "s") + cell("E2", "", s="1") + "</row>"
  # Row 3 is not there; row 4 leaves out references, has an inline string, a formula's number and a time of day.
  + '<row r="4"><c t="inlineStr"><is><r><t>r</t></r><r><t>2</t></r></is></c><c s="2"><v>46083.4375</v></c><c><f>4+5</f><v>9.0000000000000001</v></c><c t="s"><v>5</v></c>'
    '<c t="b"><v>1</v></c></row>'
  + '<row r="5">' + cell("A5", v("1.3812345678E10")) + cell("B5", v("61"), s="3") + cell("C5", v("#N/A"), "e") + cell("D5", v("great"), "str") + "</row>")
STYLES = ('<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="&quot;d&quot;0.0[Red]"/></numFmts>'
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>')
def book(name, prefix="", sheets='<sheet name="旧" sheetId="1" state="hidden" r:id="rId9"/><sheet name="答卷" sheetId="2" r:id="rId1"/><sheet name="B" sheetId="3" r:id="rId2"/>',
         absolute=False, deflate=True, rows=ROWS):
    p = prefix + ":" if prefix else ""
    def main(tag, body, extra=""):
        space = MAIN.replace("xmlns=", f"xmlns:{prefix}=") if prefix else MAIN
        body = body.replace("</", f"</{p}") if p else body
        if p:
            import re
            body = re.sub(r"<(?![/?])", f"<{p}", body)
        return f"{HEAD}<{p}{tag} {space} {extra}>{body}</{p}{tag}>"
    at = "/xl/" if absolute else ""
    rels = "".join(f'<Relationship Id="{i}" Type="{REL}/{t}" Target="{at}{x}"/>' for i, t, x in (
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"), ("rId9", "worksheet", "worksheets/old.xml"),
        ("rId3", "styles", "styles.xml"), ("rId4", "sharedStrings", "sharedStrings.xml")))
    with zipfile.ZipFile(f"{folder}/{name}", "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as z:
        z.writestr("[Content_Types].xml", HEAD + "<Types/>")
        z.writestr("_rels/.rels", f'{HEAD}<Relationships><Relationship Id="rId1" Type="{REL}/officeDocument" Target="{"/" if absolute else ""}xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", main("workbook", f"<sheets>{sheets}</sheets>", f'xmlns:r="{REL}"'))
        z.writestr("xl/_rels/workbook.xml.rels", f"{HEAD}<Relationships>{rels}</Relationships>")
        z.writestr("xl/styles.xml", main("styleSheet", STYLES))
        z.writestr("xl/sharedStrings.xml", main("sst", SHARED))
        z.writestr("xl/worksheets/sheet1.xml", main("worksheet", f"<dimension ref=\"A1:E5\"/><sheetData>{rows}</sheetData>"))
        z.writestr("xl/worksheets/sheet2.xml", main("worksheet", "<sheetData><row><c t=\"str\"><v>text</v></c></row><row><c t=\"str\"><v>slow</v></c></row></sheetData>"))
        z.writestr("xl/worksheets/old.xml", main("worksheet", "<sheetData/>"))
book("plain.xlsx")
book("prefixed.xlsx", prefix="x", absolute=True)
book("stored.xlsm", deflate=False)
with zipfile.ZipFile(f"{folder}/other.zip", "w") as z: z.writestr("a.txt", "text")
with zipfile.ZipFile(f"{folder}/open.ods", "w") as z: z.writestr("content.xml", "<a/>")
open(f"{folder}/old.xls", "wb").write(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
whole = open(f"{folder}/plain.xlsx", "rb").read()
open(f"{folder}/cut.xlsx", "wb").write(whole[: len(whole) // 2])
book("order.xlsx", rows=ROWS.replace('<row r="5">', '<row r="2">'))
book("names.xlsx", rows=ROWS.replace("<v>4</v>", "<v>400</v>"))
dice = random.Random(7)
for i in range(300):
    bad = bytearray(whole)
    for _ in range(1 + i % 4): bad[dice.randrange(len(bad))] = dice.randrange(256)
    open(f"{folder}/bad{i}.xlsx", "wb").write(bad)
# A stored archive's XML can be damaged without its checksum: that is found, too.
stored = open(f"{folder}/stored.xlsm", "rb").read()
open(f"{folder}/sum.xlsx", "wb").write(stored.replace("太慢".encode(), "太快".encode(), 1))
# Many rows: pieces of XML end anywhere.
many = ROWS + "".join(f'<row r="{n}">' + cell(f"A{n}", v(n)) + cell(f"C{n}", v(n % 11)) + cell(f"D{n}", v(4 + n % 2), "s") + "</row>" for n in range(6, 20001))
book("many.xlsx", rows=many)
PY
cat >"$folder/plain.csv" <<'X'
id,day,nps,text,branch
007,2026-03-01,3,"物流太慢, ",

r2,2026-03-02 10:30:00,9,"第一行
说 ""很好"" & 喜欢了",TRUE
13812345678,1900-03-01,#N/A,great,
X
columns="--id-column id --text-column text --score-column nps --score-scale nps --date-column day --segment-column branch"
"$voxpop" score $columns "$folder/plain.csv" >"$folder/want" 2>"$err"
for f in plain.xlsx prefixed.xlsx stored.xlsm; do
  "$voxpop" score $columns "$folder/$f" >"$out" 2>"$err"
  holds "$f: the records of the CSV" cmp "$folder/want" "$out"
done
"$voxpop" score $columns --format xlsx - <"$folder/plain.xlsx" >"$out" 2>"$err"
holds "a workbook on standard input" cmp "$folder/want" "$out"
cat "$folder/plain.xlsx" | "$voxpop" score $columns >"$out" 2>"$err"
holds "a workbook by a pipe" cmp "$folder/want" "$out"
mkdir -p "$folder/elsewhere"
cat "$folder/plain.xlsx" | TMPDIR=$folder/elsewhere "$voxpop" score $columns >"$out" 2>"$err"
holds "a workbook by a pipe, put by in TMPDIR" cmp "$folder/want" "$out"
holds "and nothing left there" test -z "$(ls "$folder/elsewhere")"
cat "$folder/plain.xlsx" | TMPDIR=$folder/nowhere "$voxpop" score $columns >"$out" 2>"$err"
code=$?
[ $code = 5 ] && [ -s "$err" ] && [ ! -s "$out" ] && pass "TMPDIR that is no folder is told" || miss "TMPDIR that is no folder is told" "exit $code: $(cat "$err")"
[ "$(wc -l <"$folder/want")" = 3 ] && pass "three rows answered" || miss "three rows answered" "$(cat "$folder/want")"
for sheet in B 2; do
  "$voxpop" score --text-column text --sheet $sheet "$folder/plain.xlsx" >"$out" 2>"$err"
  holds "--sheet $sheet" grep -q '"label":"negative"' "$out"
done
"$voxpop" inspect $columns "$folder/plain.xlsx" >"$out" 2>"$err"
holds "inspect names a workbook" grep -q 'to repeat .*--format xlsx' "$out"
"$voxpop" report $columns --encoding utf-8 "$folder/plain.csv" >"$folder/want" 2>"$err"
"$voxpop" report $columns --encoding utf-8 "$folder/plain.xlsx" >"$out" 2>"$err"
holds "report: the bytes of the CSV" cmp "$folder/want" "$out"
"$voxpop" score $columns "$folder/many.xlsx" >"$out" 2>"$err"
holds "twenty thousand rows" [ "$(wc -l <"$out")" = 19998 ]
printf 'PK,text\n1,太慢\n' >"$folder/key.csv"
"$voxpop" score --text-column text "$folder/key.csv" >"$folder/want" 2>"$err"
cat "$folder/key.csv" | "$voxpop" score --text-column text >"$out" 2>"$err"
holds "a table that begins with PK, by a pipe" cmp "$folder/want" "$out"
says "--sheet of a table" 2 "for workbooks" "$voxpop" score --sheet x small.csv
says "no such sheet" 3 "there are: 答卷, B" "$voxpop" score --sheet C "$folder/plain.xlsx"
says "an old workbook" 3 "save it as .xlsx" "$voxpop" score "$folder/old.xls"
says "OpenDocument" 3 "OpenDocument" "$voxpop" score "$folder/open.ods"
says "another archive" 3 "holds no workbook" "$voxpop" score "$folder/other.zip"
says "a workbook cut off" 3 "cut off" "$voxpop" score "$folder/cut.xlsx"
"$voxpop" score $columns "$folder/order.xlsx" >"$out" 2>"$err"; code=$?
holds "rows out of order" sh -c "[ $code = 3 ] && grep -q 'rows out of order' '$err'"
"$voxpop" score $columns "$folder/names.xlsx" >"$out" 2>"$err"; code=$?
holds "a text that is not there" sh -c "[ $code = 3 ] && grep -q 'names a text that is not there' '$err'"
"$voxpop" score $columns "$folder/sum.xlsx" >"$out" 2>"$err"; code=$?
holds "a checksum that does not fit" sh -c "[ $code = 3 ] && grep -q checksum '$err'"
died=0
for i in $(seq 0 299); do
  "$voxpop" score $columns "$folder/bad$i.xlsx" >"$out" 2>"$err"
  case $? in 0 | 3) ;; *) died=$((died + 1)); tail -n 2 "$err" ;; esac
done
holds "300 damaged workbooks end well" [ $died = 0 ]
exit $bad
