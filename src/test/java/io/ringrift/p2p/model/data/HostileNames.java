package io.ringrift.p2p.model.data;

import java.util.List;
import java.util.stream.Stream;

/** Names that must lead nowhere: what people and machines have tried before. */
public final class HostileNames {

    private HostileNames() {}

    /** None of them is a path of a file, whatever the kind. */
    public static List<String> all() {
        return Stream.of(
                        "",
                        "/",
                        "/etc/passwd",
                        "//etc/passwd",
                        "..",
                        ".",
                        "../x",
                        "hex5_2p/../../x",
                        "hex5_2p/..",
                        "hex5_2p/./x",
                        "hex5_2p//x",
                        "hex5_2p/x/",
                        "/hex5_2p/x",
                        "hex5_2p/.hidden",
                        ".incoming/x",
                        "hex5_2p/...",
                        "hex5_2p/x.",
                        "hex5_2p/x ",
                        "hex5_2p/ x",
                        "hex5_2p\\x",
                        "..\\x",
                        "C:\\x",
                        "C:/x",
                        "hex5_2p/x:stream",
                        "hex5_2p/con",
                        "hex5_2p/NUL.txt",
                        "hex5_2p/com1.jsonl",
                        "hex5_2p/LPT9",
                        "hex5_2p/a*b",
                        "hex5_2p/a?b",
                        "hex5_2p/a\"b",
                        "hex5_2p/a<b",
                        "hex5_2p/a|b",
                        "hex5_2p/a%2e%2e",
                        "hex5_2p/a;b",
                        "hex5_2p/a\0b",
                        "hex5_2p/a\nb",
                        "hex5_2p/a\rb",
                        "hex5_2p/a\tb",
                        "hex5_2p/a\u007fb",
                        "hex5_2p/a\u0085b",
                        "hex5_2p/a\u200bb",
                        "hex5_2p/a\u202eb",
                        "hex5_2p/a\u2028b",
                        "hex5_2p/a\ufeffb",
                        "hex5_2p/a\ue000b",
                        "hex5_2p/a\ud800b",
                        "hex5_2p/a\u0308",
                        "hex5_2p/" + "n".repeat(201),
                        "hex5_2p/" + "\u00e4".repeat(101),
                        "hex5_2p" + "/d".repeat(16),
                        "hex5_2p" + ("/" + "d".repeat(200)).repeat(6))
                .toList();
    }

    /** Those that a file system and a URL can carry at all. */
    public static List<String> writable() {
        return List.of(
                "hex5_2p/x.",
                "hex5_2p/x ",
                "hex5_2p/a\\b",
                "hex5_2p/x:stream",
                "hex5_2p/con",
                "hex5_2p/NUL.txt",
                "hex5_2p/a*b",
                "hex5_2p/a|b",
                "hex5_2p/a%2e%2e",
                "hex5_2p/a;b",
                "hex5_2p/a\nb",
                "hex5_2p/a\u202eb",
                "hex5_2p/a\u0308",
                "hex5_2p" + "/d".repeat(15) + "/x",
                "hex5_2p/" + "n".repeat(201));
    }
}
