"""The library of indicators: dated definitions, formula variants, the arithmetic of figures. Knows no movement."""
