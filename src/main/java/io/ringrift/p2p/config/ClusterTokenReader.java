package io.ringrift.p2p.config;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.security.ClusterToken;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Finds the cluster token, and refuses an open door that other machines can reach. */
final class ClusterTokenReader {

    private static final String TOKEN = "ringrift.p2p.auth-token";
    private static final String FILE = "ringrift.p2p.auth-token-file";
    private static final int MAX_FILE_BYTES = 4096;

    private ClusterTokenReader() {}

    /**
     * The token of the settings.
     *
     * @throws BadSettingException when both settings are there, the file cannot be used, the token
     *     is too short, or there is none although the node listens beyond loopback; never with the
     *     token
     */
    static ClusterToken read(TokenProperties settings, NodeProperties node) {
        ClusterToken token = read(settings);
        if (!token.isSet() && !isLoopback(node.bindAddress())) {
            throw new BadSettingException(
                    "ringrift.p2p.bind-address",
                    node.bindAddress(),
                    "is reachable from other machines and needs RINGRIFT_P2P_AUTH_TOKEN or"
                            + " RINGRIFT_P2P_AUTH_TOKEN_FILE, or anybody could run jobs here");
        }
        return token;
    }

    private static ClusterToken read(TokenProperties settings) {
        boolean given = !settings.authToken().isBlank();
        boolean inFile = !settings.authTokenFile().isBlank();
        if (given && inFile) {
            throw new BadSettingException(
                    "RINGRIFT_P2P_AUTH_TOKEN and RINGRIFT_P2P_AUTH_TOKEN_FILE are both set; set one"
                            + " of them ("
                            + TOKEN
                            + ").");
        }
        if (given) {
            return token(settings.authToken().strip(), TOKEN, "(hidden)");
        }
        return inFile
                ? token(content(settings.authTokenFile()), FILE, settings.authTokenFile())
                : ClusterToken.NONE;
    }

    private static ClusterToken token(String secret, String property, String shown) {
        try {
            return ClusterToken.of(secret);
        } catch (IllegalArgumentException weak) {
            String subject = property.equals(FILE) ? "holds a token that " : "";
            throw new BadSettingException(property, shown, subject + weak.getMessage());
        }
    }

    private static String content(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new BadSettingException(FILE, file, "is too large for a token");
            }
            String secret = Files.readString(path).strip();
            if (secret.isEmpty()) {
                throw new BadSettingException(FILE, file, "is empty");
            }
            return secret;
        } catch (InvalidPathException malformed) {
            throw new BadSettingException(FILE, file, "is not a path");
        } catch (NoSuchFileException missing) {
            throw new BadSettingException(FILE, file, "does not exist");
        } catch (IOException failed) {
            throw new BadSettingException(FILE, file, "cannot be read: " + failed);
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new BadSettingException(
                    "ringrift.p2p.bind-address", address, "is not an address of this machine");
        }
    }
}
