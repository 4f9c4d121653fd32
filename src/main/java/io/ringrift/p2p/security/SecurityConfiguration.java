package io.ringrift.p2p.security;

import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.model.data.DataDoor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** One chain for every path and method: nothing is open because somebody forgot to close it. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /**
     * What orchestrators of containers ask without credentials; it tells no more than up or down.
     */
    static final String[] PROBES = {
        "/actuator/health/liveness", "/actuator/health/readiness", "/livez", "/readyz"
    };

    private static final String FILES = DataDoor.PREFIX + "**";

    @Bean
    DataTickets dataTickets(ClusterToken token, Clock clock) {
        return new DataTickets(token, clock);
    }

    /**
     * CSRF protection is off because there is nothing that a browser would add by itself: no
     * session, no cookie, no basic login. The token travels in a header that a foreign page cannot
     * set, and the open door has {@link OpenDoorFilter}.
     */
    @Bean
    SecurityFilterChain doors(
            HttpSecurity http,
            ClusterToken token,
            DataTickets tickets,
            NodeIdentity self,
            Voters voters) {
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(new AskForToken()));
        if (token.isSet()) {
            http.addFilterBefore(new TokenFilter(token), AuthorizationFilter.class)
                    .addFilterBefore(
                            new TicketFilter(tickets, self.id()), AuthorizationFilter.class)
                    .authorizeHttpRequests(
                            requests ->
                                    requests.requestMatchers(HttpMethod.GET, PROBES)
                                            .permitAll()
                                            .requestMatchers(HttpMethod.HEAD, PROBES)
                                            .permitAll()
                                            .requestMatchers(FILES)
                                            .hasAnyAuthority(
                                                    TokenAuthentication.CLUSTER,
                                                    TokenAuthentication.TICKET)
                                            .anyRequest()
                                            .hasAuthority(TokenAuthentication.CLUSTER));
        } else {
            http.addFilterBefore(
                            new OpenDoorFilter(ownNames(self, voters)), AuthorizationFilter.class)
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        }
        return http.build();
    }

    /** What the firewall of Spring Security does not let pass is a problem like any other. */
    @Bean
    RequestRejectedHandler crookedRequests() {
        return (request, response, rejected) ->
                Refusal.write(
                        response,
                        HttpStatus.BAD_REQUEST,
                        "crooked_request",
                        "The address has .. or other parts that could lead elsewhere, or a header"
                                + " has characters that do not belong there.");
    }

    /**
     * There are no users here; without this bean Spring Boot would make one and log its password.
     */
    @Bean
    AuthenticationManager noUsers() {
        return attempt -> {
            throw new AuthenticationServiceException("there are no users, only the cluster token");
        };
    }

    /**
     * Every filter of the chain would be timed by itself, for each request: that took as long as
     * the request. The request as a whole is still timed.
     */
    @Bean
    SecurityObservationSettings requestsAreTimedAsAWhole() {
        return SecurityObservationSettings.noObservations();
    }

    static Set<String> ownNames(NodeIdentity self, Voters voters) {
        Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
        names.add(self.bindAddress().toLowerCase(Locale.ROOT));
        names.add(self.id().value().toLowerCase(Locale.ROOT));
        voters.all().forEach(voter -> names.add(voter.host().toLowerCase(Locale.ROOT)));
        return names;
    }
}
