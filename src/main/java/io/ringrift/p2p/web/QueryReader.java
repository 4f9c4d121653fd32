package io.ringrift.p2p.web;

import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads a query parameter by parameter, and says in the end everything that is wrong with it. */
public final class QueryReader {

    private final MultiValueMap<String, String> query;
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * @param known the parameters of the door; any other one is wrong
     */
    public QueryReader(MultiValueMap<String, String> query, Set<String> known) {
        this.query = query;
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                String all = String.join(", ", known.stream().sorted().toList());
                wrong(name, "is not known; known are " + all);
            }
        }
    }

    /**
     * One value, or null when there is none or a wrong one.
     *
     * @param parse throws IllegalArgumentException for a wrong one
     * @param rule what a value must be
     */
    public <T> @Nullable T one(String name, Function<String, T> parse, String rule) {
        String text = query.getFirst(name);
        return text == null || text.isEmpty() ? null : parsed(name, text, parse, rule);
    }

    /** Values that are repeated or joined by commas, each as in {@link #one}. */
    public <T> Set<T> each(String name, Function<String, T> parse, String rule) {
        Set<T> values = new LinkedHashSet<>();
        for (String list : query.getOrDefault(name, List.of())) {
            for (String text : list.isEmpty() ? new String[0] : list.split(",", -1)) {
                T value = parsed(name, text.strip(), parse, rule);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /**
     * The parameter {@code limit}.
     *
     * @param otherwise when there is none
     * @param most 1 to this
     */
    public int limit(int otherwise, int most) {
        Integer limit =
                one(
                        "limit",
                        text -> within(text, most),
                        "must be a whole number from 1 to " + most);
        return limit == null ? otherwise : limit;
    }

    private static int within(String text, int most) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException();
        }
        return limit;
    }

    private <T> @Nullable T parsed(
            String name, String text, Function<String, T> parse, String rule) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            wrong(name, rule);
            return null;
        }
    }

    /** Notes what is wrong with a parameter or header. */
    public void wrong(String name, String rule) {
        errors.add(new FieldError(name, rule));
    }

    /**
     * Ends the reading.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming each wrong parameter
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
