"""One file for each page; Streamlit runs it for every visit. They ask the house and show the answer."""
