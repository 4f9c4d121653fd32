package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.webhooks.format.Letter;

import java.net.URI;

/** Carries a letter and comes back with the answer. */
interface Courier {

    /**
     * Posts it once; blocks a virtual thread. What goes wrong is an answer, too.
     *
     * @param to as {@link io.ringrift.p2p.webhooks.guard.UrlRules} allows it
     */
    Answer post(URI to, Letter letter);
}
