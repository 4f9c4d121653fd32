package io.ringrift.p2p.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configured voters of the cluster. A majority of these, alive or not, is the quorum.
 *
 * @param all at least one, in the order of their ids
 */
public record Voters(List<VoterAddress> all) {

    /** The setting that lists them. */
    public static final String PROPERTY = "ringrift.p2p.voters";

    private static final String SHAPE = "id=host:port or id=host:port:raftport";

    private static final Pattern ENTRY =
            Pattern.compile(
                    "(?<id>[^=]+)="
                            + "(?:\\[(?<six>[0-9A-Fa-f:.%]+)]|(?<host>[A-Za-z0-9][A-Za-z0-9._-]*))"
                            + ":(?<port>[0-9]{1,5})(?::(?<raft>[0-9]{1,5}))?");

    public Voters {
        all = all.stream().sorted((one, two) -> one.id().compareTo(two.id())).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a cluster has at least one voter");
        }
    }

    /**
     * Reads {@code a=host:port,b=host:port:raftport,c=[::1]:port}. The Raft port is the HTTP port +
     * 1 unless a third part names it.
     *
     * @throws BadSettingException naming the entry that is malformed or there twice
     */
    public static Voters parse(String text) {
        List<VoterAddress> voters = new ArrayList<>();
        Set<NodeId> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String entry = part.strip();
            VoterAddress voter = entry(entry);
            if (!ids.add(voter.id())) {
                throw bad(entry, "names a voter that is already in the list");
            }
            if (!addresses.add(voter.host() + " " + voter.httpPort())
                    || !addresses.add(voter.host() + " " + voter.raftPort())) {
                throw bad(entry, "uses a port of a host that is already in the list");
            }
            voters.add(voter);
        }
        return new Voters(voters);
    }

    /** Whether the node votes; one that does not is an agent only. */
    public boolean contains(NodeId id) {
        return find(id).isPresent();
    }

    /** The voter of this id. */
    public Optional<VoterAddress> find(NodeId id) {
        return all.stream().filter(voter -> voter.id().equals(id)).findFirst();
    }

    /** How many of them are a majority. */
    public int quorumSize() {
        return all.size() / 2 + 1;
    }

    private static VoterAddress entry(String entry) {
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches()) {
            throw bad(entry, "is not of the form " + SHAPE);
        }
        int port = port(entry, parts.group("port"), "port");
        String raft = parts.group("raft");
        if (raft == null && port == 65535) {
            throw bad(entry, "needs a Raft port as its third part, since 65535 + 1 is not a port");
        }
        String host = parts.group("six") != null ? parts.group("six") : parts.group("host");
        return new VoterAddress(
                id(entry, parts.group("id").strip()),
                host,
                port,
                raft == null ? port + 1 : port(entry, raft, "Raft port"));
    }

    private static NodeId id(String entry, String text) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException malformed) {
            throw bad(entry, "has a malformed id: " + malformed.getMessage());
        }
    }

    private static int port(String entry, String digits, String what) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw bad(entry, "has a " + what + " that is not within 1 to 65535");
        }
        return port;
    }

    private static BadSettingException bad(String entry, String what) {
        return new BadSettingException(
                BadSettingException.environmentName(PROPERTY)
                        + ": the entry '"
                        + entry
                        + "' "
                        + what
                        + " ("
                        + PROPERTY
                        + ").");
    }
}
