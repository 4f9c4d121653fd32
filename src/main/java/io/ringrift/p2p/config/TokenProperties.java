package io.ringrift.p2p.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The cluster token, given itself or as a file that holds it, never both.
 *
 * @param authToken the secret; empty means none
 * @param authTokenFile file with the secret; empty means none
 */
@ConfigurationProperties("ringrift.p2p")
record TokenProperties(@DefaultValue("") String authToken, @DefaultValue("") String authTokenFile) {

    /** Without the secret: records end up in logs. */
    @Override
    public String toString() {
        return "TokenProperties[authTokenFile=" + authTokenFile + "]";
    }
}
