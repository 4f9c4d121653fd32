package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bridge with one network namespace per node. A way is cut by giving the sender a wrong hardware
 * address of the receiver, for good: its packets vanish without a word, as behind a broken switch.
 */
final class VirtualNetwork {

    private static final String NET = "10.213.77.";
    private static final String NOBODY = "02:00:00:00:00:99";

    /** The kernel takes a while to let go of a namespace: the next network needs other names. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private final List<String> names;
    private final String mark =
            "rr"
                    + ProcessHandle.current().pid() % 100_000
                    + (char) ('a' + MADE.getAndIncrement() % 26);
    private final List<String[]> cuts = new ArrayList<>();

    VirtualNetwork(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Whether this machine lets one be made; where it does, a half-made one is a failure, not a
     * reason to skip.
     */
    boolean create() throws IOException, InterruptedException {
        if (!ip("link", "add", bridge(), "type", "bridge")) {
            return false;
        }
        boolean made =
                ip("addr", "add", NET + "254/24", "dev", bridge())
                        && ip("link", "set", bridge(), "up");
        for (String name : names) {
            String wire = bridge() + name;
            made =
                    made
                            && ip("netns", "add", namespace(name))
                            && ip(
                                    "link",
                                    "add",
                                    wire,
                                    "type",
                                    "veth",
                                    "peer",
                                    "name",
                                    "eth0",
                                    "netns",
                                    namespace(name))
                            && ip("link", "set", wire, "master", bridge(), "up")
                            && within(name, "addr", "add", address(name) + "/24", "dev", "eth0")
                            && within(name, "link", "set", "eth0", "up")
                            && within(name, "link", "set", "lo", "up");
        }
        assertThat(made).as("the network of " + names).isTrue();
        return true;
    }

    private String bridge() {
        return mark;
    }

    String namespace(String name) {
        return mark + "-" + name;
    }

    String address(String name) {
        return NET + (1 + names.indexOf(name));
    }

    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        names.forEach(name -> addresses.put(name, address(name)));
        return addresses;
    }

    void cutBothWays(String one, String other) throws IOException, InterruptedException {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** What the first sends does not arrive at the second. */
    void cutOneWay(String from, String to) throws IOException, InterruptedException {
        assertThat(
                        within(
                                from,
                                "neigh",
                                "replace",
                                address(to),
                                "lladdr",
                                NOBODY,
                                "dev",
                                "eth0",
                                "nud",
                                "permanent"))
                .isTrue();
        cuts.add(new String[] {from, to});
    }

    void heal() throws IOException, InterruptedException {
        for (String[] cut : cuts) {
            assertThat(within(cut[0], "neigh", "del", address(cut[1]), "dev", "eth0")).isTrue();
        }
        cuts.clear();
    }

    private boolean within(String name, String... words) throws IOException, InterruptedException {
        List<String> inside = new ArrayList<>(List.of("-n", namespace(name)));
        inside.addAll(List.of(words));
        return ip(inside.toArray(String[]::new));
    }

    private static boolean ip(String... words) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    public void close() throws IOException, InterruptedException {
        for (String name : names) {
            ip("link", "del", bridge() + name);
            ip("netns", "del", namespace(name));
        }
        ip("link", "del", bridge());
    }
}
