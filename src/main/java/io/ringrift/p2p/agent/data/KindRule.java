package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.data.DataPath;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file of a kind may be.
 *
 * @param extensions allowed endings without the dot; none allows all
 * @param maxBytes most that it may have
 */
record KindRule(List<String> extensions, long maxBytes) {

    KindRule {
        extensions = extensions.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    }

    /** Half a sentence that says what is wrong with a name, if anything is. */
    Optional<String> wrong(DataPath path) {
        List<String> segments = path.segments();
        if (segments.size() < 2 || !JobSpec.isConfigKey(segments.getFirst())) {
            return Optional.of("does not begin with a folder that is named as a config_key");
        }
        String name = segments.getLast().toLowerCase(Locale.ROOT);
        return extensions.isEmpty() || extensions.stream().anyMatch(e -> name.endsWith("." + e))
                ? Optional.empty()
                : Optional.of("does not end with one of " + String.join(", ", extensions));
    }
}
