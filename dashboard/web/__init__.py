"""What the browser talks to besides Streamlit: the event stream, acts, joining, and the pages of our own."""
