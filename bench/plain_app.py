"""The page that people would write otherwise: pandas reads every workbook at every run."""

import os
import pathlib

import pandas as pd
import plotly.express as px
import streamlit as st

sheets = {
    f.stem: pd.read_excel(f, header=None)
    for f in sorted(pathlib.Path(os.environ["BENCH_RAW"]).glob("*.xlsx"))
}
newest = next(reversed(sheets.values()))
texts = [t for t in newest[newest.columns[1]].dropna().unique() if isinstance(t, str)]
chosen = st.selectbox("指标", texts)


def value(sheet: pd.DataFrame) -> float | None:
    """The first number in the row of the chosen label."""
    rows = sheet[(sheet == chosen).any(axis=1)]
    numbers = pd.to_numeric(rows.stack(), errors="coerce").dropna()
    return None if numbers.empty else numbers.iloc[0]


frame = pd.DataFrame({"month": list(sheets), "value": [value(s) for s in sheets.values()]})
for number, draw in enumerate((px.bar, px.line, px.scatter)):
    st.plotly_chart(draw(frame, x="month", y="value", title=chosen), key=str(number))
st.dataframe(frame)
