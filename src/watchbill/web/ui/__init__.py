"""The pages: server-rendered, whole without scripts, and livelier with them."""
