"""Groups and bodies by name: who leads an action, who held a gathering, who decided."""
