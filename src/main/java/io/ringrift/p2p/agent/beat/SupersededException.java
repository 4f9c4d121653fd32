package io.ringrift.p2p.agent.beat;

/** Another agent speaks for this node; this one has no say any more. */
public final class SupersededException extends Exception {

    private static final long serialVersionUID = 1L;

    SupersededException(LeaderUnavailableException answer) {
        super(answer.getMessage(), answer);
    }
}
