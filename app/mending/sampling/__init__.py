"""抽查: samples for spot checks that anybody can draw again."""
