"""The court: how a verdict on a policy comes about, a file a subject. Pure; it reads no store and no clock."""
