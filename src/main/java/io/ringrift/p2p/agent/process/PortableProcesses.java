package io.ringrift.p2p.agent.process;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the JDK tells on every system. It cannot see environments, so that a child which left its
 * parent is not found.
 */
final class PortableProcesses implements Processes {

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(
                        handle ->
                                new ProcessIdentity(
                                        pid,
                                        handle.info()
                                                .startInstant()
                                                .map(Object::toString)
                                                .orElse("unknown")));
    }

    @Override
    public List<Long> belonging(ProcessIdentity leader, boolean ownGroup, String mark) {
        return isAlive(leader)
                ? ProcessHandle.of(leader.pid()).stream()
                        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                        .map(ProcessHandle::pid)
                        .toList()
                : List.of();
    }

    @Override
    public Optional<ProcessIdentity> find(String mark) {
        return Optional.empty();
    }
}
