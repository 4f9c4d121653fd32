package io.ringrift.p2p.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

import java.io.IOException;

/** The answer to whoever showed no token, or a wrong one: it does not say which. */
final class AskForToken implements AuthenticationEntryPoint {

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        Refusal.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "unauthorized",
                "This node asks for the cluster token: send the header Authorization: Bearer"
                        + " followed by the token.");
    }
}
