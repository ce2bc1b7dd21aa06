"""The smallest workbook that makes the parser do all it can, to have it ready before a fork."""

import io
import zipfile

_PARTS = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": '<workbook xmlns="{0}" xmlns:r="r"><sheets><sheet name="a" r:id="a"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
    '2006/relationships"><Relationship Id="a" Type="x/worksheet" Target="a.xml"/></Relationships>',
    "xl/a.xml": '<worksheet xmlns="{0}"><sheetData><row><c t="inlineStr"><is><t>数</t></is></c>'
    "<c><v>1.5</v></c></row></sheetData></worksheet>",
}


def smallest() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            archive.writestr(name, text.replace("{0}", main))
    return buffer.getvalue()
