package io.ringrift.p2p.replication;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Voters;

import org.springframework.core.env.Environment;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The part that a node plays, by its settings. */
public enum NodePart {
    /** It is among the voters: it keeps the log, and is an agent too. */
    VOTER,
    /** It is not: it runs jobs and sends everything else on. */
    AGENT;

    /**
     * A node without a list of voters is the only one.
     *
     * @throws BadSettingException when the list or the name is malformed
     */
    public static NodePart of(Environment settings) {
        String voters = settings.getProperty(Voters.PROPERTY, "");
        NodeId self = ownId(settings.getProperty("ringrift.p2p.node-id", ""));
        return voters.isBlank() || Voters.parse(voters).contains(self) ? VOTER : AGENT;
    }

    /**
     * The name of this node.
     *
     * @param configured empty takes the host name
     * @throws BadSettingException when it is malformed
     */
    public static NodeId ownId(String configured) {
        if (configured.isBlank()) {
            return new NodeId(fitting(hostName()));
        }
        try {
            return new NodeId(configured.strip());
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(
                    "ringrift.p2p.node-id", configured, "is refused: " + malformed.getMessage());
        }
    }

    /** A host name as a node id: other characters become hyphens, and what is too long is cut. */
    public static String fitting(String hostName) {
        String id = hostName.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return id.isEmpty() ? "node" : id.substring(0, Math.min(63, id.length()));
    }

    /** Some machines cannot resolve their own name; a node alone must start there too. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
