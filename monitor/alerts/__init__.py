"""Telling people: who hears of what, when and in which words, and the sending that outlives restarts."""
