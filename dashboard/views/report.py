"""Write the report: evidence beside judgement, findings and corrective actions, and the documents."""

import streamlit as st

from dashboard.components.reporting import write_the_report
from dashboard.components.visitor import only_facilitators, strip

strip()
with st.container(key="report"):
    st.title("Write the report")
    if only_facilitators():
        write_the_report()
