package io.ringrift.p2p.security;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Somebody who knew the cluster token: may do everything, until there are scopes. */
final class TokenAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    /** The one authority there is. */
    static final String CLUSTER = "SCOPE_cluster";

    TokenAuthentication() {
        super(AuthorityUtils.createAuthorityList(CLUSTER));
        setAuthenticated(true);
    }

    @Override
    public Object getPrincipal() {
        return "cluster";
    }

    /** Nothing that could be logged. */
    @Override
    public Object getCredentials() {
        return "";
    }
}
