"""The facilitator's desk and the pages of those who take part. It asks `simulator.session` and shows the answer."""
