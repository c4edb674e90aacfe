"""Skill videos: a storyboard of kit symbols becomes an MP4 with captions, poster and transcript.

`python -m eduplatform.curriculum.video PATH` renders every `video/storyboard.yaml` below PATH.
"""
