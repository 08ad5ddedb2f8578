"""The services: REST, stream and orchestrator. They know ports, and not each other."""
