"""The wall: one month at a glance, in slides that turn by themselves."""
