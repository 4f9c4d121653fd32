package io.ringrift.p2p.config;

import io.ringrift.p2p.replication.FatalFault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process without shutdown hooks: whatever they would write could make things worse. */
final class HaltProcess implements FatalFault {

    /** EX_SOFTWARE of sysexits.h: an internal fault that a restart may cure. */
    private static final int EXIT_CODE = 70;

    private static final Logger LOG = LoggerFactory.getLogger(HaltProcess.class);

    @Override
    public void halt(String reason) {
        try {
            LOG.error("This node halts: {}", reason);
        } finally {
            // Also when there is no memory left to say why.
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
