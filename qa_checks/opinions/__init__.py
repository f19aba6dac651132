"""Second opinions from other libraries; none is imported unless asked for."""
