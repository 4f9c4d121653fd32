package io.ringrift.p2p.webhooks;

/**
 * How many deliveries may be under way at a time.
 *
 * @param inFlight to all endpoints together
 * @param perEndpoint to one of them
 */
record DeliverySettings(int inFlight, int perEndpoint) {}
