"""The drawing kit: one puppet, one palette and the symbols of `courses/_kit` turned into SVG text.

Pictures (`curriculum.pictures`) and skill videos (`curriculum.video`) both draw through `kit.Kit`.
"""
