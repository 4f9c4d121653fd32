package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;

/** Goes through the folder of a kind, through handles, and says what is there. */
final class Walk {

    /** Who is told. */
    interface Visitor {

        /** A regular file with a name that may stand in a manifest. */
        void file(DataPath path, FileStamp stamp);

        /**
         * Something that may not.
         *
         * @param name as the folder has it
         * @param why half a sentence
         */
        void refused(String name, String why);
    }

    private final DataKind kind;
    private final KindRule rule;
    private final Visitor visitor;

    Walk(DataKind kind, KindRule rule, Visitor visitor) {
        this.kind = kind;
        this.rule = rule;
        this.visitor = visitor;
    }

    /**
     * Goes through it.
     *
     * @throws IOException when a folder cannot be read; then what is there is not known
     */
    void run(DataFolders folders) throws IOException {
        try (SecureDirectoryStream<Path> top = folders.top(kind.value())) {
            walk(top, "", 1);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void walk(SecureDirectoryStream<Path> folder, String prefix, int depth)
            throws IOException {
        for (Path entry : folder) {
            Path name = entry.getFileName();
            String text = name.toString();
            if (text.startsWith(".")) {
                continue;
            }
            try {
                BasicFileAttributes found = DataFolders.attributes(folder, name);
                if (found.isDirectory() && depth < DataPath.MAX_SEGMENTS) {
                    try (SecureDirectoryStream<Path> below =
                            folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                        walk(below, prefix + text + "/", depth + 1);
                    }
                } else if (found.isRegularFile()) {
                    file(prefix + text, FileStamp.of(found));
                } else {
                    visitor.refused(prefix + text, "is a link or a device, or lies too deep");
                }
            } catch (NoSuchFileException gone) {
                // It went while we looked; the next look will not find it.
            }
        }
    }

    private void file(String name, FileStamp stamp) {
        try {
            DataPath path = new DataPath(name);
            if (name.indexOf('\uFFFD') >= 0) {
                visitor.refused(name, "is not UTF-8");
            } else if (stamp.size() > rule.maxBytes()) {
                visitor.refused(name, "has more than " + rule.maxBytes() + " bytes");
            } else {
                rule.wrong(path)
                        .ifPresentOrElse(
                                why -> visitor.refused(name, why), () -> visitor.file(path, stamp));
            }
        } catch (IllegalArgumentException broken) {
            visitor.refused(name, String.valueOf(broken.getMessage()));
        }
    }
}
