package io.ringrift.p2p.web;

import io.ringrift.p2p.model.data.DataDoor;

import java.util.Set;

/** Doors to the disk of the node that is asked, whoever leads: nobody else can answer there. */
final class OwnDoors {

    private static final Set<String> WHOLE = Set.of("/data/manifest", "/data/verify");

    private OwnDoors() {}

    /**
     * Whether it is one of them.
     *
     * @param path of a request, as it was sent
     */
    static boolean has(String path) {
        return path.startsWith(DataDoor.PREFIX) || WHOLE.contains(path);
    }
}
