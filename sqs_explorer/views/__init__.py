"""How the program looks: widgets over view-models; besides `app` only this package knows QtWidgets."""
