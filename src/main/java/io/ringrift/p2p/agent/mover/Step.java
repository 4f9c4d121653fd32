package io.ringrift.p2p.agent.mover;

/** The moments after which a crash must leave nothing wrong; tests stop at each of them. */
enum Step {
    PART_OPENED,
    BLOCK_WRITTEN,
    BLOCK_NOTED,
    VERIFIED,
    FORCED,
    FACTS_LEFT,
    LINKED,
    FOLDER_FORCED,
    CLEANED
}
