package io.ringrift.p2p.agent.probe;

import io.ringrift.p2p.model.GpuInfo;

import java.util.List;
import java.util.Optional;

/**
 * Reads the driver's table: index, name, MiB in all, MiB used, percent busy, degrees, uncorrected
 * memory errors, and the name by which the list of programs calls it.
 */
final class GpuList {

    /** Those behind the name of the GPU, which may hold a comma. */
    private static final int BEHIND_NAME = 6;

    private GpuList() {}

    /**
     * Lines that do not fit are left out; a figure that the driver does not know counts as 0, and
     * as nothing where it would be a fault.
     *
     * @param programs the driver's list of programs that compute, one line with the name of its GPU
     *     each; empty when there is none
     */
    static List<GpuInfo> parse(String table, Optional<String> programs) {
        return table.lines().flatMap(line -> gpu(line, programs).stream()).toList();
    }

    private static Optional<GpuInfo> gpu(String line, Optional<String> programs) {
        String[] fields = line.split(",", -1);
        int behind = fields.length - BEHIND_NAME;
        if (behind < 2 || !fields[0].strip().matches("\\d{1,4}")) {
            return Optional.empty();
        }
        // Counted from the end, should a name ever hold a comma.
        String name = String.join(",", List.of(fields).subList(1, behind)).strip();
        String ecc = fields[behind + 4].strip();
        String uuid = fields[behind + 5].strip();
        return Optional.of(
                new GpuInfo(
                        Integer.parseInt(fields[0].strip()),
                        name,
                        (long) number(fields[behind]) << 20,
                        (long) number(fields[behind + 1]) << 20,
                        Math.clamp(number(fields[behind + 2]), 0, 100),
                        (int) number(fields[behind + 3]),
                        ecc.matches("\\d{1,15}") ? Long.valueOf(ecc) : null,
                        programs.map(list -> count(list, uuid)).orElse(null)));
    }

    private static int count(String programs, String uuid) {
        return uuid.isEmpty()
                ? 0
                : (int) programs.lines().filter(line -> line.strip().equals(uuid)).count();
    }

    private static double number(String field) {
        String text = field.strip();
        return text.matches("\\d{1,9}(\\.\\d{1,6})?") ? Double.parseDouble(text) : 0;
    }
}
