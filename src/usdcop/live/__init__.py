"""The live path, in order of flow: gate, budget, poll, forming, trader, broker, runner."""
