package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code application.yml} is the one reference of settings: complete, and without inventions. */
class SettingsReferenceTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(RINGRIFT_P2P_[A-Z0-9_]+):");

    private final KnownSettings known = KnownSettings.load(getClass().getClassLoader());

    @Test
    void listsEverySetting() throws IOException {
        String reference = Files.readString(Path.of("application.yml"));
        assertThat(known.all().stream().map(KnownSetting::environmentName))
                .filteredOn(name -> !name.contains("<"))
                .filteredOn(name -> !reference.contains("${" + name + ":"))
                .as("settings that application.yml does not mention")
                .isEmpty();
    }

    @Test
    void listsNothingElse() throws IOException {
        String reference = Files.readString(Path.of("application.yml"));
        assertThat(VARIABLE.matcher(reference).results().map(MatchResult::group))
                .isNotEmpty()
                .allMatch(text -> known.hasEnvironmentName(text.substring(2, text.length() - 1)));
    }
}
