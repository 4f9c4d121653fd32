package io.ringrift.p2p.security;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * Somebody who knew the cluster token and may do everything, until there are scopes; or somebody
 * with a ticket for the very request.
 */
final class TokenAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    /** Everything. */
    static final String CLUSTER = "SCOPE_cluster";

    /** The doors of files, for a request whose ticket was checked against it. */
    static final String TICKET = "SCOPE_ticket";

    private final String who;

    private TokenAuthentication(String who, String authority) {
        super(AuthorityUtils.createAuthorityList(authority));
        this.who = who;
        setAuthenticated(true);
    }

    static TokenAuthentication ofToken() {
        return new TokenAuthentication("cluster", CLUSTER);
    }

    static TokenAuthentication ofTicket() {
        return new TokenAuthentication("ticket", TICKET);
    }

    @Override
    public Object getPrincipal() {
        return who;
    }

    /** Nothing that could be logged. */
    @Override
    public Object getCredentials() {
        return "";
    }
}
