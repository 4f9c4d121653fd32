package io.ringrift.p2p.config;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.Voters;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The rules between settings of this package, asked before the application context exists. */
public final class SettingsRules {

    private SettingsRules() {}

    /**
     * Reads the settings and throws the result away.
     *
     * @throws io.ringrift.p2p.model.BadSettingException naming the first rule that is broken
     * @throws org.springframework.boot.context.properties.bind.BindException for a value that does
     *     not parse
     */
    public static void check(Environment environment) {
        Binder binder = Binder.get(environment);
        NodeProperties node = binder.bindOrCreate("ringrift.p2p", NodeProperties.class);
        binder.bindOrCreate("ringrift.p2p", TimingProperties.class).timing();
        binder.bindOrCreate("ringrift.p2p.log", LogProperties.class);
        Voters voters = NodeConfiguration.voters(node, NodeConfiguration.nodeId(node));
        boolean runsJobs =
                environment.getProperty("ringrift.p2p.agent.enabled", Boolean.class, true);
        if (!runsJobs && !voters.contains(NodeConfiguration.nodeId(node))) {
            throw new BadSettingException(
                    "ringrift.p2p.agent.enabled",
                    false,
                    "leaves nothing to do for a node that is not among the voters ("
                            + Voters.PROPERTY
                            + ")");
        }
        ClusterTokenReader.read(binder.bindOrCreate("ringrift.p2p", TokenProperties.class), node);
    }
}
