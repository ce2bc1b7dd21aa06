"""The parts of the page 地市画像."""
