package io.ringrift.p2p.agent.probe;

import io.ringrift.p2p.model.GpuInfo;

import java.util.List;
import java.util.Optional;

/** Reads the driver's table: index, name, MiB in all, MiB used, percent busy, degrees. */
final class GpuList {

    private static final int FIELDS = 6;

    private GpuList() {}

    /** Lines that do not fit are left out; a figure that the driver does not know counts as 0. */
    static List<GpuInfo> parse(String table) {
        return table.lines().flatMap(line -> gpu(line).stream()).toList();
    }

    private static Optional<GpuInfo> gpu(String line) {
        String[] fields = line.split(",", -1);
        int last = fields.length - 1;
        if (last + 1 < FIELDS || !fields[0].strip().matches("\\d{1,4}")) {
            return Optional.empty();
        }
        // Counted from the end, should a name ever hold a comma.
        String name = String.join(",", List.of(fields).subList(1, last - 3)).strip();
        return Optional.of(
                new GpuInfo(
                        Integer.parseInt(fields[0].strip()),
                        name,
                        (long) number(fields[last - 3]) << 20,
                        (long) number(fields[last - 2]) << 20,
                        Math.clamp(number(fields[last - 1]), 0, 100),
                        (int) number(fields[last])));
    }

    private static double number(String field) {
        String text = field.strip();
        return text.matches("\\d{1,9}(\\.\\d{1,6})?") ? Double.parseDouble(text) : 0;
    }
}
