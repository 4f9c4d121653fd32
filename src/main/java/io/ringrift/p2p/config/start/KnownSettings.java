package io.ringrift.p2p.config.start;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting that the program reads, taken from the metadata that Spring Boot's annotation
 * processor writes at build time, so that there is no second list to keep. Records inside maps and
 * lists, which the metadata leaves out, are read from their components.
 *
 * @param all in the order of the metadata
 */
record KnownSettings(List<KnownSetting> all) {

    /** What every setting of this program starts with. */
    static final String PREFIX = "ringrift.p2p.";

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    KnownSettings {
        all = List.copyOf(all);
    }

    /** The settings of this program, as it was built. */
    static KnownSettings load(ClassLoader classes) {
        List<KnownSetting> known = new ArrayList<>();
        try {
            for (URL url : Collections.list(classes.getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    if (text.contains('"' + PREFIX)) {
                        read(text, classes, known);
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (known.isEmpty()) {
            throw new IllegalStateException(
                    METADATA + " is missing: was this built without its annotation processor?");
        }
        return new KnownSettings(known);
    }

    boolean hasEnvironmentName(String variable) {
        return all.stream().anyMatch(setting -> setting.isEnvironmentName(variable));
    }

    boolean hasPropertyName(String name) {
        return all.stream().anyMatch(setting -> setting.isPropertyName(name));
    }

    private static void read(String metadata, ClassLoader classes, List<KnownSetting> known) {
        for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
            String name = property.path("name").asString("");
            if (name.startsWith(PREFIX)) {
                List<String> elements = List.of(name.split("\\."));
                expand(elements, type(property, elements.getLast(), classes), known);
            }
        }
    }

    /** The full type of a setting: the metadata only names the record in which it stands. */
    private static Type type(JsonNode property, String last, ClassLoader classes) {
        String source = property.path("sourceType").asString("");
        try {
            Class<?> record = Class.forName(source, false, classes);
            return component(record, last)
                    .map(RecordComponent::getGenericType)
                    .orElse(Object.class);
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(METADATA + " names a class that is gone", gone);
        }
    }

    private static Optional<RecordComponent> component(Class<?> type, String kebabName) {
        return type.isRecord()
                ? Stream.of(type.getRecordComponents())
                        .filter(component -> kebab(component.getName()).equals(kebabName))
                        .findFirst()
                : Optional.empty();
    }

    private static void expand(List<String> name, Type type, List<KnownSetting> known) {
        switch (type) {
            case ParameterizedType map when isA(map, Map.class) ->
                    expand(with(name, KnownSetting.KEY), map.getActualTypeArguments()[1], known);
            case ParameterizedType list when isA(list, Collection.class) -> {
                Type element = list.getActualTypeArguments()[0];
                // Single values may be given joined by commas, whole records only one by one.
                if (!(element instanceof Class<?> one && one.isRecord())) {
                    known.add(new KnownSetting(name));
                }
                expand(with(name, KnownSetting.INDEX), element, known);
            }
            case Class<?> record when record.isRecord() -> {
                for (RecordComponent part : record.getRecordComponents()) {
                    expand(with(name, kebab(part.getName())), part.getGenericType(), known);
                }
            }
            default -> known.add(new KnownSetting(name));
        }
    }

    private static boolean isA(ParameterizedType type, Class<?> wanted) {
        return type.getRawType() instanceof Class<?> raw && wanted.isAssignableFrom(raw);
    }

    private static List<String> with(List<String> name, String element) {
        return Stream.concat(name.stream(), Stream.of(element)).toList();
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
