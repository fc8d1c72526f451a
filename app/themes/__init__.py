"""Themes: headings under which needs stand together. What is behind them is in `priorities`.

A theme is *forming* (staff only), then *shared* ("have we got this right?"), then *agreed*.
"""
