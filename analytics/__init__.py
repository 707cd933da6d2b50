"""The mathematics: frames in, frames out."""
