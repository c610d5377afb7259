"""The parts of a floor plan's drawing: colours, pen, geometry, doors, labels, marks, heat, level, legend, page."""
