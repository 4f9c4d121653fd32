package io.ringrift.p2p.model;

import java.net.URI;

/**
 * Where a voter is reached.
 *
 * @param id its name
 * @param host name or address; an IPv6 address without brackets
 * @param httpPort of its REST API
 * @param raftPort of its log
 */
public record VoterAddress(NodeId id, String host, int httpPort, int raftPort) {

    /** The base of its REST API, such as {@code http://10.0.0.1:8770}. */
    public URI httpUri() {
        return URI.create("http://" + bracketed() + ":" + httpPort);
    }

    /** Host and Raft port, such as {@code 10.0.0.1:8771} or {@code [::1]:8771}. */
    public String raftAddress() {
        return bracketed() + ":" + raftPort;
    }

    private String bracketed() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
