"""The page as text: its contract, its French words, its HTML. Nothing here knows Gradio or the network."""
